// Rows of results.json, and of plain Google Benchmark files, as samples.
//
// In a file of the suite a row that contradicts itself is an error. In a plain Google Benchmark file aggregates are
// left out, and a row without a usable rate is a failed sample: those files come from many programs and versions.
#include "reports/results/sample_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::int64_t most_in_flight = 1'000'000'000;
constexpr std::int64_t most_samples = 10'000'000;
constexpr std::size_t most_parameters = 32;
constexpr std::size_t longest_parameter = 64;  // bytes, of a name or a value
constexpr std::size_t longest_part = 256;      // bytes, of a workload's or a runner's name
// Tasks a second outside of these are a broken clock. They keep every ratio and product of two far from overflow.
constexpr double lowest_rate = 1e-9;
constexpr double highest_rate = 1e15;

// Fields of a row that are not counters.
bool is_bookkeeping(std::string_view name) {
  static const std::set<std::string_view> names = {
      "family_index", "per_family_instance_index", "repetitions", "repetition_index", "threads", "in_flight", "sample",
      "round"};
  return names.contains(name);
}

failure_kind failure_of(std::string_view word) {
  static const std::map<std::string_view, failure_kind> kinds = {{"crash", failure_kind::crash},
                                                                 {"killed", failure_kind::killed},
                                                                 {"exit", failure_kind::exit},
                                                                 {"timeout", failure_kind::timeout},
                                                                 {"memory", failure_kind::memory},
                                                                 {"error", failure_kind::error},
                                                                 {"wrong_digest", failure_kind::wrong_digest},
                                                                 {"left_processes", failure_kind::left_processes},
                                                                 {"unsupported", failure_kind::unsupported}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? failure_kind::other : found->second;
}

// What the report computes with. Everything else that is a number is carried along.
bool is_used(std::string_view name) {
  static const std::set<std::string_view> names = {"items_per_second",
                                                   "latency_ns_p50",
                                                   "latency_ns_p90",
                                                   "latency_ns_p99",
                                                   "latency_ns_p99_9",
                                                   "latency_ns_max",
                                                   "latency_ns_mean",
                                                   "cpu_user_ns_per_task",
                                                   "cpu_system_ns_per_task",
                                                   "cores_busy",
                                                   "switches_voluntary_per_task",
                                                   "switches_involuntary_per_task",
                                                   "faults_minor_per_task",
                                                   "faults_major_per_task",
                                                   "memory_peak_bytes_proportional",
                                                   "memory_peak_bytes_largest",
                                                   "memory_peak_bytes_sum",
                                                   "efficiency",
                                                   "ideal_per_second",
                                                   "peer_cores_busy",
                                                   "peer_bound",
                                                   "contaminated",
                                                   "tasks",
                                                   "units_per_task",
                                                   "units_per_second",
                                                   "steps_per_task",
                                                   "create_ns_per_task",
                                                   "finish_ns_per_task",
                                                   "heartbeat_late_ns_p50",
                                                   "heartbeat_late_ns_p90",
                                                   "heartbeat_late_ns_p99",
                                                   "heartbeat_late_ns_max",
                                                   "workers"};
  return names.contains(name);
}

void read_counters(const json_cursor& row, bool strict, sample_record& sample) {
  for (const auto& [name, value] : row.members()) {
    if (!value.is_number() || is_bookkeeping(name)) {
      if (strict && is_used(name) && !value.is_null()) value.fail("must be a number");
      continue;
    }
    if (strict && is_used(name)) {
      sample.counters.emplace(name, value.number_from(0));
    } else if (const double number = value.unchecked_number(); std::fabs(number) <= 1e18) {
      // Another program's counter may be anything; one that can't be worked with is left out.
      if (number >= 0 || !is_used(name)) sample.counters.emplace(name, number);
    }
  }
}

bool is_rate(double value) {
  return value >= lowest_rate && value <= highest_rate;
}

sample_record read_suite_row(const json_cursor& row) {
  sample_record sample;
  sample.cell = row.at("name").name_of_cell();
  sample.workload = row.at("workload").name();
  sample.runner = row.at("runner").name();
  sample.in_flight = row.at("in_flight").integer(1, most_in_flight);
  sample.sample = row.at("sample").integer(0, most_samples);
  if (const auto parameters = row.find("parameters")) sample.parameters = read_parameters(*parameters);
  if (const auto label = row.find("label")) sample.label = label->text();
  const auto error = row.find("error_occurred");
  if (error && error->boolean()) {
    const auto failure = row.find("failure");
    sample.failure = failure ? failure_of(failure->name()) : failure_kind::error;
    const auto message = row.find("error_message");
    sample.failure_message = message ? message->text() : "failed without a message";
    return sample;
  }
  read_counters(row, true, sample);
  const json_cursor rate = row.at("items_per_second");
  if (!is_rate(rate.number())) rate.fail(fmt::format("is {}, which is no rate of tasks", rate.number()));
  return sample;
}

// Google Benchmark appends words of its own to a name.
bool is_google_benchmarks(std::string_view word) {
  static const std::set<std::string_view> words = {"iterations", "min_time", "min_warmup_time", "repeats", "threads"};
  return words.contains(word);
}

// "io_echo/coroutines/in_flight:8/delay:5ms": what the suite's own benchmark program registers. Other programs' names
// are one workload each, run by "benchmark".
void split_name(const std::string& name, sample_record& sample) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  constexpr std::string_view prefix = "in_flight:";
  std::int64_t in_flight = 0;
  const bool ours =
      parts.size() >= 3 && parts[2].starts_with(prefix) && !parts[0].empty() && !parts[1].empty() &&
      std::from_chars(parts[2].data() + prefix.size(), parts[2].data() + parts[2].size(), in_flight).ptr ==
          parts[2].data() + parts[2].size() &&
      in_flight >= 1 && in_flight <= most_in_flight;
  if (!ours) {
    sample.workload = shortened(name, longest_part);
    sample.runner = "benchmark";
    return;
  }
  sample.workload = shortened(parts[0], longest_part);
  sample.runner = shortened(parts[1], longest_part);
  sample.in_flight = in_flight;
  for (std::size_t i = 3; i < std::min(parts.size(), most_parameters); ++i) {
    const std::size_t colon = parts[i].find(':');
    if (colon == std::string::npos || is_google_benchmarks(parts[i].substr(0, colon))) continue;
    sample.parameters[shortened(parts[i].substr(0, colon), longest_parameter)] =
        shortened(parts[i].substr(colon + 1), longest_parameter);
  }
}

double ns_per(std::string_view time_unit) {
  if (time_unit == "us") return 1e3;
  if (time_unit == "ms") return 1e6;
  if (time_unit == "s") return 1e9;
  return 1;
}

// Among the words of a failed row's label, "failure=wrong_digest", where the program is interleave-bench.
failure_kind failure_in(std::string_view label) {
  constexpr std::string_view key = "failure=";
  while (!label.empty()) {
    const std::string_view word = label.substr(0, label.find(' '));
    if (word.starts_with(key)) return failure_of(word.substr(key.size()));
    label.remove_prefix(std::min(word.size() + 1, label.size()));
  }
  return failure_kind::error;
}

std::optional<sample_record> read_plain_row(const json_cursor& row) {
  if (const auto type = row.find("run_type"); type && type->text() != "iteration") return std::nullopt;
  if (row.find("aggregate_name")) return std::nullopt;
  sample_record sample;
  const auto run_name = row.find("run_name");
  sample.cell = (run_name ? *run_name : row.at("name")).name_of_cell();
  split_name(sample.cell, sample);
  if (const auto label = row.find("label")) sample.label = label->text();
  const auto error = row.find("error_occurred");
  if (error || row.find("skipped")) {
    const auto message = row.find("error_message") ? row.find("error_message") : row.find("skip_message");
    if (!error || error->boolean()) {
      sample.failure = failure_in(sample.label);
      sample.failure_message = message ? message->text() : "skipped";
      return sample;
    }
  }
  read_counters(row, false, sample);
  if (!sample.counter("items_per_second")) {
    const auto unit = row.find("time_unit");
    const double time = sample.counter("real_time").value_or(0) * ns_per(unit ? unit->text() : "ns");
    if (time > 0) sample.counters["items_per_second"] = 1e9 / time;
  }
  if (!is_rate(sample.counter("items_per_second").value_or(0))) {
    sample.counters.clear();
    sample.failure = failure_kind::other;
    sample.failure_message = "no usable time or rate";
  }
  return sample;
}

void make_up_lists(run_record& run) {
  std::set<std::string> workloads;
  std::set<std::string> runners;
  for (const sample_record& sample : run.samples) {
    if (workloads.insert(sample.workload).second) run.workloads.emplace_back().name = sample.workload;
    if (!runners.insert(sample.runner).second) continue;
    const bool sequential = sample.runner == "sequential";
    run.runners.push_back({sample.runner, sequential ? runner_family::sequential : runner_family::unknown, "", "", 0});
  }
}

}  // namespace

parameter_map read_parameters(const json_cursor& object) {
  const auto members = object.members();
  if (members.size() > most_parameters) object.fail(fmt::format("has more than {} members", most_parameters));
  parameter_map parameters;
  for (const auto& [name, value] : members) {
    parameters[shortened(name, longest_parameter)] = shortened(value.scalar_text(), longest_parameter);
  }
  return parameters;
}

void read_rows(const json_cursor& benchmarks, run_record& run) {
  using cell_key = std::tuple<std::string, parameter_map, std::string, std::int64_t>;
  std::set<std::pair<cell_key, std::int64_t>> seen;
  std::map<cell_key, std::int64_t> next_sample;
  std::set<std::string_view> workloads;
  std::set<std::string_view> runners;
  for (const workload_record& workload : run.workloads) workloads.insert(workload.name);
  for (const runner_record& runner : run.runners) runners.insert(runner.name);

  for (const json_cursor& row : benchmarks.elements()) {
    if (run.plain_google_benchmark) {
      std::optional<sample_record> sample = read_plain_row(row);
      if (!sample) continue;
      sample->sample = next_sample[{sample->workload, sample->parameters, sample->runner, sample->in_flight}]++;
      run.samples.push_back(std::move(*sample));
      continue;
    }
    sample_record sample = read_suite_row(row);
    if (!workloads.contains(sample.workload)) {
      row.at("workload")
          .fail(fmt::format("is \"{}\", which /context/interleave/workloads doesn't list", sample.workload));
    }
    if (!runners.contains(sample.runner)) {
      row.at("runner").fail(fmt::format("is \"{}\", which /context/interleave/runners doesn't list", sample.runner));
    }
    const cell_key key{sample.workload, sample.parameters, sample.runner, sample.in_flight};
    if (!seen.insert({key, sample.sample}).second) {
      row.at("sample").fail(
          fmt::format("is {}, but this cell has such a sample already: it would count twice", sample.sample));
    }
    run.samples.push_back(std::move(sample));
  }
  if (run.plain_google_benchmark) make_up_lists(run);
}

}  // namespace interleave::reports
