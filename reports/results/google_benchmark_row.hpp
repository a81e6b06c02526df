// One row of what a Google Benchmark executable wrote, whatever its version: whether it is a measurement, whether it
// failed, and what its times are in ns. For those who read whole files and those who read single processes.
#pragma once

#include "reports/results/json_cursor.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace interleave::tracking {

// Rows of run_type "iteration" are measurements, whatever their counters are called; before 1.5 rows have no run_type.
// All others (aggregates, among them `_cv`, whose unit says "ns" and whose numbers are fractions; BigO and RMS, which
// have no real_time) are made from them.
bool is_measurement(const reports::json_cursor& row);

struct row_failure {
  std::string message;   // never empty
  bool skipped = false;  // or unsupported, rather than failed
};

// A failure is `error_occurred` with `error_message`; from 1.8 on a row may also be `skipped`, which is true, or a word
// ("error", "message", "not_skipped") in files of builds between the releases, with `skip_message`. Times of such rows
// are 0 and mean nothing. Numbers of these names are counters.
std::optional<row_failure> failure_of(const reports::json_cursor& row);

// Of the row's time_unit, "ns" where there is none. Throws reports::input_error for a unit that isn't one.
double ns_per_unit(const reports::json_cursor& row);

// `key` as text, empty where the row has none.
std::string text_or_nothing(const reports::json_cursor& object, std::string_view key);

}  // namespace interleave::tracking
