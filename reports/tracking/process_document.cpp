// Rows of one benchmark: repetitions where there are any, else the aggregate that is their median, which is all that
// benchmarks with ReportAggregatesOnly() write.
#include "reports/tracking/process_document.hpp"

#include "reports/errors.hpp"
#include "reports/json_cursor.hpp"
#include "reports/statistics.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using reports::json_cursor;

// A thread that only waits may be charged nothing at all. Times are compared by their ratio, so they have to be above
// 0.
constexpr double least_cpu_ns = 1e-6;

double ns_per_unit(const json_cursor& row) {
  const auto unit = row.find("time_unit");
  const std::string name = unit ? unit->text() : "ns";
  if (name == "ns") return 1;
  if (name == "us") return 1e3;
  if (name == "ms") return 1e6;
  if (name == "s") return 1e9;
  row.at("time_unit").fail(fmt::format("is '{}', which is unknown", name));
}

// Before 1.5, and where nothing is repeated, rows have no run_type.
bool is_repetition(const json_cursor& row) {
  const auto type = row.find("run_type");
  return !type || type->text() == "iteration";
}

bool is_median(const json_cursor& row) {
  const auto aggregate = row.find("aggregate_name");
  return aggregate && aggregate->text() == "median";
}

bool is_true(const json_cursor& row, std::string_view key) {
  const auto mark = row.find(key);
  return mark && mark->boolean();
}

std::string failure_in(const json_cursor& row) {
  const auto say = [&](std::string_view what, std::string_view key) {
    const auto message = row.find(key);
    return message ? fmt::format("{}: {}", what, message->text()) : std::string(what);
  };
  if (is_true(row, "error_occurred")) return say("it reported an error", "error_message");
  if (is_true(row, "skipped")) return say("it was skipped", "skip_message");
  return "";
}

process_times times_in(const json_cursor& row) {
  const double unit = ns_per_unit(row);
  return {row.at("real_time").number_from(0) * unit, std::max(row.at("cpu_time").number_from(0) * unit, least_cpu_ns)};
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
    if (std::string failure = failure_in(row); !failure.empty()) return {{}, std::move(failure)};
    if (is_repetition(row))
      repetitions.push_back(times_in(row));
    else if (is_median(row))
      medians.push_back(times_in(row));
  }
  if (repetitions.empty()) repetitions = std::move(medians);
  if (repetitions.empty()) return {{}, fmt::format("it wrote no time of {}", name)};
  const process_times times = median_of(repetitions);
  if (!(times.real_ns > 0)) return {{}, "it reported a time of 0"};
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
    return {{}, error.what()};
  }
}

}  // namespace interleave::tracking
