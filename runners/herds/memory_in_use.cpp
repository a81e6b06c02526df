// Reading /proc.
#include "runners/herds/memory_in_use.hpp"

#include "runners/system/system_files.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace interleave {
namespace {

const system_files& proc() {
  static const system_files files("/proc");
  return files;
}

// "KernelStack:        2048 kB"
std::optional<double> bytes_of(std::string_view file, std::string_view field) {
  const std::string text = proc().field(file, field);
  const auto words = words_of(text);
  const auto kibibytes = words.empty() ? std::nullopt : parse_number(words.front());
  if (!kibibytes) return std::nullopt;
  return static_cast<double>(*kibibytes) * 1024;
}

// Of two values, either of which may be absent.
template <class Operation>
std::optional<double> both(std::optional<double> a, std::optional<double> b, Operation what) {
  if (!a || !b) return std::nullopt;
  return what(*a, *b);
}

std::optional<double> sum(std::optional<double> a, std::optional<double> b) {
  return both(a, b, [](double x, double y) { return x + y; });
}
std::optional<double> difference(std::optional<double> a, std::optional<double> b) {
  return both(a, b, [](double x, double y) { return x - y; });
}

}  // namespace

memory_in_use& memory_in_use::operator+=(const memory_in_use& other) {
  user = sum(user, other.user);
  kernel = sum(kernel, other.kernel);
  return *this;
}
memory_in_use operator-(const memory_in_use& later, const memory_in_use& earlier) {
  return {.user = difference(later.user, earlier.user), .kernel = difference(later.kernel, earlier.kernel)};
}

memory_in_use memory_now(std::span<const pid_t> others) {
  memory_in_use found{.user = bytes_of("self/smaps_rollup", "Pss"), .kernel = 0};
  for (const pid_t process : others)
    found.user = sum(found.user, bytes_of(fmt::format("{}/smaps_rollup", process), "Pss"));
  for (const char* part : {"KernelStack", "Slab", "PageTables"})
    found.kernel = sum(found.kernel, bytes_of("meminfo", part));
  return found;
}

}  // namespace interleave
