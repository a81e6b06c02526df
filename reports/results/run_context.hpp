// Reads a file's context, which precedes the rows: the run, the machine, the build. Internal to the reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

namespace interleave::reports {

void read_context(const json_cursor& context, run_record& run);

}  // namespace interleave::reports
