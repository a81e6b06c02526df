// See audit.hpp.
#include "benchmarks/audit/audit.hpp"

#include "benchmarks/audit/ceilings.hpp"
#include "benchmarks/audit/checks.hpp"

#include <algorithm>

namespace interleave::audit {

report audit_machine(const sources& from) {
  report made;
  made.machine = read_machine(from.root, from.ask);
  made.machine.room_for_results_bytes = from.ask.room_for(from.results);
  made.checks = run_checks(made.machine, from);
  made.ceilings = ceilings_of(made.machine);
  return made;
}

status report::overall() const {
  status worst = status::passed;
  for (const auto& check : checks) worst = std::max(worst, check.verdict);
  return worst;
}

const ceiling* report::ceiling_of(std::string_view model) const {
  const auto found = std::find_if(ceilings.begin(), ceilings.end(), [&](const auto& c) { return c.model == model; });
  return found == ceilings.end() ? nullptr : &*found;
}

std::string_view to_string(status verdict) {
  switch (verdict) {
    case status::passed:
      return "passed";
    case status::warning:
      return "warning";
    case status::invalid:
      return "invalid";
  }
  return "invalid";
}

}  // namespace interleave::audit
