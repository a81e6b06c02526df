// One row of "benchmarks", whoever wrote it: what it stands for, which benchmark it is of, and its numbers. Internal to
// the reader.
#pragma once

#include "reports/results/json_cursor.hpp"
#include "reports/results/run_results.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace interleave::reports {

// The best last. Rows of run_type "iteration" are repetitions, whatever their counters are called; before 1.5 rows have
// no run_type. All others (aggregates, among them `_cv`, whose unit says "ns" and whose numbers are fractions; BigO and
// RMS, which have no real_time) are made from them. Benchmarks with ReportAggregatesOnly() write no repetition: what is
// kept of all of them is one measurement, their median or else their mean.
enum class row_kind { derived, mean, median, repetition };

row_kind kind_of_row(const json_cursor& row);

struct result_row {
  std::string run_name;  // Google Benchmark's for all rows of a benchmark
  std::string repetitions;
  // Two benchmarks may be registered under one name; their place among all tells them apart. 0 before 1.6.
  std::int64_t family = 0;
  std::int64_t instance = 0;
  std::optional<std::int64_t> repetition;
  sample_record sample;  // without cell, and without what a plain row's name says: workload, runner, in_flight
};

// Whose rows it reads: the suite's must have what its schema says, others may lack what they like, and fail without a
// time or a counter of use. Numbers in the place of words are counters of that name there. Throws input_error.
result_row read_row(const json_cursor& row, bool is_suite);

parameter_map read_parameters(const json_cursor& object);

}  // namespace interleave::reports
