// Converts rows to the samples of a run: which rows count, and to which cell each belongs. Internal to the reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

namespace interleave::reports {

// Appends to run.samples; the run's context must have been read. Throws input_error if there are no samples. For files
// that aren't the suite's, run.workloads and run.runners are derived from the names.
void read_rows(const json_cursor& benchmarks, run_record& run);

}  // namespace interleave::reports
