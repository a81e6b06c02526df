// From rows to the samples of a run: which rows count, and of which cell each is a sample. Internal to the reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

namespace interleave::reports {

// Appends to run.samples, for a run whose context was read; at least one, or input_error. Of files that aren't the
// suite's it makes up run.workloads and run.runners from the names.
void read_rows(const json_cursor& benchmarks, run_record& run);

}  // namespace interleave::reports
