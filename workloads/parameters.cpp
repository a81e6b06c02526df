// Parsing and printing of parameter values.
#include "workloads/parameters.hpp"

#include "workloads/errors.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace interleave {
namespace {

struct scale {
  std::string_view suffix;
  std::int64_t factor;
};
constexpr std::array<scale, 4> durations{{{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}}};
constexpr std::array<scale, 4> sizes{{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}};
constexpr std::array<scale, 1> counts{{{"", 1}}};

std::span<const scale> scales_of(unit u) {
  switch (u) {
    case unit::duration:
      return durations;
    case unit::bytes:
      return sizes;
    case unit::count:
      return counts;
  }
  return counts;
}

std::string_view examples_of(unit u) {
  switch (u) {
    case unit::duration:
      return "500us, 5ms or 1.5s";
    case unit::bytes:
      return "512, 64KiB or 1MiB";
    case unit::count:
      return "a whole number such as 64";
  }
  return "";
}

}  // namespace

std::string_view name_of(unit u) {
  switch (u) {
    case unit::duration:
      return "duration";
    case unit::bytes:
      return "bytes";
    case unit::count:
      return "count";
  }
  return "";
}

std::int64_t parse_value(std::string_view text, unit measured_in, std::string_view what) {
  const auto reject = [&] {
    return usage_error(fmt::format("{}: '{}' is no {}; write {}", what, text,
                                   measured_in == unit::count ? "count" : name_of(measured_in),
                                   examples_of(measured_in)));
  };
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number) || number < 0) throw reject();
  const std::string_view suffix(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  if (number == 0 && suffix.empty()) return 0;
  for (const scale& s : scales_of(measured_in)) {
    if (suffix != s.suffix) continue;
    const double value = number * static_cast<double>(s.factor);
    // Above 2^53 a double no longer holds every integer, and a value with a fraction of its smallest unit is a typo.
    if (value > 9e15 || value != std::floor(value)) throw reject();
    return static_cast<std::int64_t>(value);
  }
  throw reject();
}

std::string format_value(std::int64_t value, unit measured_in) {
  const auto scales = scales_of(measured_in);
  if (value != 0)
    for (const scale& s : scales)
      if (value % s.factor == 0) return fmt::format("{}{}", value / s.factor, s.suffix);
  return measured_in == unit::duration ? "0ms" : "0";
}

parameter_values::parameter_values(std::string_view workload, std::span<const parameter> declared)
    : workload_(workload), declared_(declared) {
  for (const parameter& p : declared) values_.push_back(p.default_value);
}

std::size_t parameter_values::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < declared_.size(); ++i)
    if (declared_[i].name == name) return i;
  std::string known;
  for (const parameter& p : declared_) known += fmt::format("{}{}", known.empty() ? "" : ", ", p.name);
  throw usage_error(
      fmt::format("{}.{}: no such parameter; {} has {}", workload_, name, workload_, known.empty() ? "none" : known));
}

void parameter_values::set(std::string_view name, std::string_view text) {
  const std::size_t i = index_of(name);
  const parameter& p = declared_[i];
  const std::string what = fmt::format("{}.{}", workload_, name);
  const std::int64_t value = parse_value(text, p.measured_in, what);
  if (value < p.least || value > p.most)
    throw usage_error(fmt::format("{}: {} is out of bounds; give {} to {}", what, text,
                                  format_value(p.least, p.measured_in), format_value(p.most, p.measured_in)));
  values_[i] = value;
}

std::int64_t parameter_values::operator[](std::string_view name) const {
  return values_[index_of(name)];
}

std::string parameter_values::name_suffix() const {
  std::string suffix;
  for (std::size_t i = 0; i < declared_.size(); ++i)
    if (values_[i] != declared_[i].default_value) suffix += fmt::format("/{}:{}", declared_[i].name, text(i));
  return suffix;
}

}  // namespace interleave
