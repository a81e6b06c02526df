// A gate's verdict as JUnit XML, for whatever shows test results: a test case for each cell that was compared. A
// regression is a failure, a cell that runs in one executable only an error; an inconclusive cell, and one that runs in
// neither, was skipped; a warning has passed, and says so in its output. The verdict itself is the output of the suite.
#pragma once

#include "tracking/gate/gate_rules.hpp"

#include <string>

namespace interleave::tracking {

// The time of a case is the median of the candidate's real time per iteration, in seconds; 0 where there is none.
std::string gate_junit(const gate_record& record, const gate_verdict& verdict);

}  // namespace interleave::tracking
