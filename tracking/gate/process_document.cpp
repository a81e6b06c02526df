// Rows of one benchmark: repetitions where there are any, else the aggregate that is their median, which is all that
// benchmarks with ReportAggregatesOnly() write.
#include "tracking/gate/process_document.hpp"

#include "reports/errors.hpp"
#include "reports/results/google_benchmark_row.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/statistics/statistics.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using reports::json_cursor;

// Times are compared by their ratio. What lies beyond these is no time of an iteration (a millionth of a nanosecond, 30
// years), and what lies between them has a ratio that can be worked with, and can be read back from the log. A thread
// that only waits may be charged nothing at all: its CPU time counts as the least there is.
constexpr double least_ns = 1e-6;
constexpr double most_ns = 1e18;

bool is_median(const json_cursor& row) {
  const auto aggregate = row.find("aggregate_name");
  return aggregate && aggregate->text() == "median";
}

std::string failure_text(const row_failure& failure) {
  return (failure.skipped ? "it was skipped: " : "it reported an error: ") + failure.message;
}

// 0 where there is none: NaN, for example.
double time_of(const json_cursor& row, std::string_view key) {
  const auto field = row.find(key);
  return field ? field->number_from(0) * ns_per_unit(row) : 0;
}

process_times times_in(const json_cursor& row) {
  return {time_of(row, "real_time"), std::clamp(time_of(row, "cpu_time"), least_ns, most_ns)};
}

process_times median_of(const std::vector<process_times>& repetitions) {
  std::vector<double> real;
  std::vector<double> cpu;
  for (const process_times& times : repetitions) {
    real.push_back(times.real_ns);
    cpu.push_back(times.cpu_ns);
  }
  return {reports::median(real), reports::median(cpu)};
}

process_result read_rows(const json_cursor& document, std::string_view name) {
  std::vector<process_times> repetitions;
  std::vector<process_times> medians;
  for (const json_cursor& row : document.at("benchmarks").elements()) {
    if (const auto failure = failure_of(row)) return {{}, failure_text(*failure)};
    if ((is_measurement(row) || is_median(row)) && !row.find("real_time")) return {{}, "it reported no real_time"};
    if (is_measurement(row))
      repetitions.push_back(times_in(row));
    else if (is_median(row))
      medians.push_back(times_in(row));
  }
  if (repetitions.empty()) repetitions = std::move(medians);
  if (repetitions.empty()) return {{}, fmt::format("it wrote no time of {}", name)};
  const process_times times = median_of(repetitions);
  if (!(times.real_ns > 0)) return {{}, "it reported a time of 0"};
  if (times.real_ns < least_ns || times.real_ns > most_ns)
    return {{}, fmt::format("it reported a time of {} ns, which is none", times.real_ns)};
  return {times, ""};
}

}  // namespace

process_result read_process_document(std::string_view text, std::string_view name) {
  if (text.empty()) return {{}, "it wrote no result"};
  try {
    const nlohmann::json document = reports::parse_json(text, "its result", {});
    const std::filesystem::path path = "its result";
    return read_rows(json_cursor(document, path), name);
  } catch (const reports::input_error& error) {
    // Its remedy is for those who name a file.
    return {{}, fmt::format("its result: {}: {}", error.where, error.problem)};
  }
}

}  // namespace interleave::tracking
