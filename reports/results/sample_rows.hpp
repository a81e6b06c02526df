// Reads the rows of "benchmarks". Internal to the reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

namespace interleave::reports {

parameter_map read_parameters(const json_cursor& object);

// Appends to run.samples; for plain Google Benchmark files also makes up run.workloads and run.runners from the names.
void read_rows(const json_cursor& benchmarks, run_record& run);

}  // namespace interleave::reports
