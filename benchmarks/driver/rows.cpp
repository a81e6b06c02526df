// Making and reading rows.
#include "benchmarks/driver/rows.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

json identity_of(const sample_place& place) {
  return {{"name", place.cell.name},
          {"run_name", place.cell.name},
          {"run_type", "iteration"},
          {"repetitions", place.samples_per_cell},
          {"repetition_index", place.sample}};
}

void add_cell(json& row, const sample_place& place) {
  row["workload"] = place.cell.workload;
  row["runner"] = place.cell.runner;
  row["in_flight"] = place.cell.in_flight;
  row["parameters"] = place.cell.parameters;
  row["sample"] = place.sample;
  row["round"] = place.sample;  // a round takes one sample of every cell
}

// Counters, which may have any other name, are numbers; one that could not be computed is null.
bool is_of_its_kind(std::string_view key, const json& value) {
  constexpr std::array<std::string_view, 9> texts{"name",          "run_name", "run_type",    "time_unit",      "label",
                                                  "error_message", "failure",  "output_tail", "earlier_failure"};
  constexpr std::array<std::string_view, 3> times{"real_time", "cpu_time", "iterations"};
  if (std::ranges::find(texts, key) != texts.end()) return value.is_string();
  if (key == "error_occurred") return value.is_boolean();
  if (std::ranges::find(times, key) != times.end()) return value.is_number() && value.get<double>() >= 0;
  return value.is_number() || value.is_null();
}

bool is_one_of(const json& row, std::initializer_list<failure> kinds) {
  const std::string kind = row.value("failure", "");
  return std::ranges::any_of(kinds, [&](failure one) { return kind == name_of(one); });
}

json failed_row(const sample_place& place, failure kind, const std::string& message) {
  json row = identity_of(place);
  row["threads"] = 1;
  row["iterations"] = 0;
  row["real_time"] = 0.0;
  row["cpu_time"] = 0.0;
  row["time_unit"] = "ns";
  row["error_occurred"] = true;
  row["error_message"] = message;
  row["failure"] = name_of(kind);
  add_cell(row, place);
  return row;
}

}  // namespace

json row_of(const sample_place& place, const sample_outcome& outcome) {
  if (outcome.kind != failure::none) {
    json row = failed_row(place, outcome.kind, outcome.message);
    if (!outcome.output_tail.empty()) row["output_tail"] = outcome.output_tail;
    return row;
  }
  json row = identity_of(place);
  // The document's own name and counts describe a process with one benchmark only; ours describe the run.
  for (const auto& [key, value] : only_row(outcome.document)->items())
    if (!row.contains(key)) row[key] = value;
  add_cell(row, place);
  return row;
}

json unsupported_row(const planned_cell& cell) {
  return failed_row({cell, 0, 1}, failure::unsupported, "unsupported: " + cell.unsupported);
}

double overhead_seconds_of(const json& row, double sample_seconds) {
  double rest = sample_seconds;
  for (const char* accounted_for : {"setup_s", "warm_up_s", "measured_s", "teardown_s"})
    rest -= row.value(accounted_for, 0.0);
  return std::max(0.0, rest);
}

void note_seconds(json& row, double sample_seconds) {
  row["driver_sample_s"] = sample_seconds;
  if (!is_failed(row)) row["driver_overhead_s"] = overhead_seconds_of(row, sample_seconds);
}

const json* only_row(const json& document) {
  if (!document.is_object() || !document.contains("benchmarks") || !document["benchmarks"].is_array()) return nullptr;
  const json* found = nullptr;
  for (const json& row : document["benchmarks"]) {
    if (!row.is_object() || row.value("run_type", "iteration") != "iteration") continue;
    if (found != nullptr) return nullptr;
    found = &row;
  }
  return found;
}

std::string why_no_row_of(const plan& of, const json& row) {
  const auto cell = std::ranges::find(of.cells, row.value("name", ""), &planned_cell::name);
  if (cell == of.cells.end()) return "no cell of this run has its name";
  const std::int64_t sample = row.value("sample", std::int64_t{-1});
  const int most = most_samples_per_cell(of.settings);
  if (sample < 0 || sample >= most) return fmt::format("sample {} of {} is none of this run", sample, most);
  json expected = json::object();
  add_cell(expected, {*cell, static_cast<int>(sample)});
  for (const auto& [key, value] : expected.items())
    if (const auto found = row.find(key); found == row.end() || *found != value)
      return fmt::format("its \"{}\" is not that of the cell", key);
  for (const auto& [key, value] : row.items())
    if (!expected.contains(key) && !is_of_its_kind(key, value))
      return fmt::format("its \"{}\" is of a wrong kind", key);
  return "";
}

bool is_failed(const json& row) {
  return row.value("error_occurred", false);
}
bool is_unsupported(const json& row) {
  return is_one_of(row, {failure::unsupported});
}
bool may_be_retaken(const json& row) {
  return is_one_of(row, {failure::killed, failure::timeout, failure::exit});
}
bool is_from_outside(const json& row) {
  return is_one_of(row, {failure::killed, failure::refused, failure::exit});
}
bool is_an_error(const json& row) {
  return is_one_of(row, {failure::error});
}

int attempt_of(const json& row) {
  return row.value("attempt", 1);
}

void note_earlier(json& row, const json& earlier) {
  row["attempt"] = attempt_of(earlier) + 1;
  const std::string before = earlier.value("earlier_failure", "");
  row["earlier_failure"] = (before.empty() ? "" : before + "; ") + earlier.value("error_message", "");
  if (is_failed(row) && earlier.contains("given_up")) row["given_up"] = earlier["given_up"];
}

}  // namespace interleave::driver
