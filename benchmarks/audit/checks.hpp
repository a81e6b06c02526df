// The checks: each looks at the facts and says passed, warning or invalid, why, and how to fix it. They read nothing
// themselves, so a test may give them any facts.
#pragma once

#include "benchmarks/audit/audit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace interleave::audit {

// What a check is about; it builds each of the check's possible answers.
struct subject {
  std::string_view name;
  std::string_view title;

  [[nodiscard]] check passed(std::string finding) const;
  [[nodiscard]] check warning(std::string finding, std::string mend) const;
  // For facts in a file that is hidden from us.
  [[nodiscard]] check unknown(std::string_view file) const;
  [[nodiscard]] check invalid(std::string finding, std::string mend) const;
};

// In the order in which they are shown; one function per file below.
[[nodiscard]] std::vector<check> run_checks(const machine& facts, const sources& from);

void check_build(const sources& from, std::vector<check>& found);                         // checks_build.cpp
void check_activity(const machine& facts, std::vector<check>& found);                     // checks_activity.cpp
void check_processor(const machine& facts, std::vector<check>& found);                    // checks_processor.cpp
void check_cores(const machine& facts, std::vector<check>& found);                        // checks_cores.cpp
void check_kernel(const machine& facts, std::vector<check>& found);                       // checks_kernel.cpp
void check_limits(const machine& facts, const sources& from, std::vector<check>& found);  // checks_limits.cpp

// "12.5 %"
[[nodiscard]] std::string percent(double share);
// "1.5 GiB"
[[nodiscard]] std::string in_bytes(std::uint64_t bytes);
// "32,768"
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace interleave::audit
