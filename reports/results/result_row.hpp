// One row of "benchmarks", from the suite or another program: its kind, its benchmark and its numbers. Internal to the
// reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace interleave::reports {

// In ascending order of preference. Rows of run_type "iteration" are repetitions, whatever their counters are called;
// before 1.5 rows have no run_type. All others are derived from them: aggregates (among them `_cv`, whose unit says
// "ns" although its numbers are fractions), and BigO and RMS, which have no real_time. Benchmarks with
// ReportAggregatesOnly() write no repetitions; one measurement is kept for them, the median or else the mean.
enum class row_kind { derived, mean, median, repetition };

row_kind kind_of_row(const json_cursor& row);

struct result_row {
  std::string run_name;  // Google Benchmark's name, common to all rows of a benchmark
  std::string repetitions;
  // Two benchmarks may be registered under one name; these indices tell them apart. 0 before 1.6.
  std::int64_t family = 0;
  std::int64_t instance = 0;
  std::optional<std::int64_t> repetition;
  sample_record sample;  // cell is not set; nor, for plain rows, what comes from the name: workload, runner, in_flight
};

// `is_suite`: the row must have what the suite's schema requires. Other rows may lack fields, and count as failed
// without a usable time or counter. There, a number in a field that usually holds text is a counter of that name.
// Throws input_error.
result_row read_row(const json_cursor& row, bool is_suite);

parameter_map read_parameters(const json_cursor& object);

}  // namespace interleave::reports
