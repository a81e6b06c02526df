// Whether the suite's build is fit for measuring: its build type and sanitizers.
#include "benchmarks/audit/checks.hpp"

#include <fmt/format.h>

namespace interleave::audit {
namespace {

const std::string rebuild = "Build it for measuring: cmake --preset release && cmake --build --preset release";

check build(const sources& from) {
  constexpr subject about{"build", "Build of the suite"};
  if (!from.build) {
    return about.warning("It is not known how interleave-bench was built; a debug build's numbers mean nothing.",
                         "Put interleave-bench beside interleave, or name it with --bench PATH.");
  }
  const auto& [type, sanitizer] = *from.build;
  if (!sanitizer.empty()) {
    return about.invalid(fmt::format("interleave-bench is instrumented ({}): every memory access, thread and "
                                     "allocation costs a multiple of what it costs without.",
                                     sanitizer),
                         rebuild);
  }
  if (type == "Release" || type == "RelWithDebInfo") {
    return about.passed(fmt::format("{}, not instrumented.", type));
  }
  if (type == "MinSizeRel") {
    return about.warning("Built for size, not speed: CPU-bound tasks are slower than they need to be.", rebuild);
  }
  return about.invalid(fmt::format("The build type is {}: without optimisation a model's overhead is the compiler's, "
                                   "not the model's.",
                                   type.empty() ? "not set" : type),
                       rebuild);
}

}  // namespace

void check_build(const sources& from, std::vector<check>& found) {
  found.push_back(build(from));
}

}  // namespace interleave::audit
