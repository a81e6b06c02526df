// dladdr, and a look at the environment.
#include "runners/openmp_runtime.hpp"

#include "workloads/errors.hpp"
#include "workloads/failures.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <omp.h>
#include <unistd.h>

namespace interleave {
namespace {

std::optional<std::string> value_of(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// A label's words are separated by spaces.
std::string as_word(std::string text) {
  std::ranges::replace_if(text, [](unsigned char c) { return std::isgraph(c) == 0; }, '_');
  return text;
}

std::vector<std::string> variables_of_openmp() {
  std::vector<std::string> found;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    for (const std::string_view prefix : {"OMP_", "GOMP_", "KMP_"})
      if (variable.starts_with(prefix)) found.emplace_back(variable);
  }
  return found;
}

}  // namespace

std::string openmp_runtime() {
  Dl_info found{};
  void* const function = dlsym(RTLD_DEFAULT, "omp_get_num_threads");
  if (function == nullptr || dladdr(function, &found) == 0 || found.dli_fname == nullptr) return "unknown";
  std::array<char, PATH_MAX> resolved{};
  const std::string_view path =
      realpath(found.dli_fname, resolved.data()) != nullptr ? resolved.data() : found.dli_fname;
  return std::string(path.substr(path.rfind('/') + 1));
}

int openmp_specification() {
  return _OPENMP;
}

std::string openmp_words() {
  std::string words = fmt::format("openmp={} wait_policy={}", as_word(openmp_runtime()),
                                  as_word(in_lower_case(value_of("OMP_WAIT_POLICY").value_or("default"))));
  for (const char* const variable : {"GOMP_SPINCOUNT", "KMP_BLOCKTIME", "KMP_LIBRARY"})
    if (const auto value = value_of(variable)) words += fmt::format(" {}={}", in_lower_case(variable), as_word(*value));
  return words;
}

void refuse_bound_threads() {
  // Those that LLVM's runtime knows mean nothing to g++'s.
#ifdef KMP_VERSION_MAJOR
  constexpr std::array variables{"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY", "KMP_HW_SUBSET"};
#else
  constexpr std::array variables{"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY"};
#endif
  for (const char* const variable : variables) {
    const auto value = value_of(variable);
    if (!value) continue;
    const std::string lower = in_lower_case(*value);
    const bool binds_nothing = lower.empty() || lower == "false" || lower == "none" || lower == "disabled";
    if (!binds_nothing)
      throw usage_error(
          fmt::format("the environment has {}={}, by which OpenMP's runtime binds threads to CPUs, those of "
                      "other models too; unset it, and choose with --placement where models run",
                      variable, *value));
  }
}

void refuse_small_team(int threads, int asked_for) {
  const std::string what = fmt::format("OpenMP has a team of {} threads where {} were asked for", threads, asked_for);
  const std::vector<std::string> set = variables_of_openmp();
  if (set.empty()) throw batch_failure(what);
  throw usage_error(fmt::format("{}; unset what limits it in the environment: {}", what, fmt::join(set, ", ")));
}

}  // namespace interleave
