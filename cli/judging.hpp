// Lets a run in progress be judged by the rules of its report.
#pragma once

#include "benchmarks/driver/session.hpp"

namespace interleave::cli {

// Which entries of the report's map would be undecided, and by which cells.
driver::results_judge judged_by_the_report();

}  // namespace interleave::cli
