// A gate's verdict as JUnit XML, for tools that show test results: one test case per compared cell. A regression is a
// failure; a cell that fails or runs in one executable only is an error; inconclusive cells and cells that could not be
// measured are skipped; a cell with a warning passes and says so in its output. The overall verdict is the output of
// the test suite.
#pragma once

#include "tracking/gate/gate_rules.hpp"

#include <string>

namespace interleave::tracking {

// The time of a case is the median of the candidate's real time per iteration, in seconds; 0 where there is none.
std::string gate_junit(const gate_record& record, const gate_verdict& verdict);

}  // namespace interleave::tracking
