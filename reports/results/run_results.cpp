// Reads result files: parses the documents and checks files against each other. run_context reads the context, run_rows
// the rows.
#include "reports/results/run_results.hpp"

#include "reports/errors.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/results/json_document.hpp"
#include "reports/results/metric_table.hpp"
#include "reports/results/run_context.hpp"
#include "reports/results/run_rows.hpp"
#include "reports/statistics/statistics.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

namespace fs = std::filesystem;

class total_limits {
 public:
  explicit total_limits(const read_limits& limits) : limits_(limits) {}

  void add(const run_record& run) {
    for (const runner_record& runner : run.runners) runners_.insert(runner.name);
    for (const workload_record& workload : run.workloads) workloads_.insert({workload.name, {}});
    std::string_view last;  // samples of one cell often follow each other
    for (const sample_record& sample : run.samples) {
      if (sample.cell == last) continue;
      last = sample.cell;
      if (!sample.parameters.empty()) workloads_.insert({sample.workload, sample.parameters});
      runners_.insert(sample.runner);
      levels_.insert(sample.in_flight);
      cells_.insert({sample.workload, sample.parameters, sample.runner, sample.in_flight});
      check(run, cells_.size(), limits_.cells, "cells");
    }
    check(run, workloads_.size(), limits_.workloads, "workloads and parameter values");
    check(run, runners_.size(), limits_.runners, "runners");
    check(run, levels_.size(), limits_.levels, "values of in_flight");
  }

 private:
  static void check(const run_record& run, std::size_t count, std::size_t limit, const char* what) {
    if (count <= limit) return;
    throw input_error(run.path.string(), "/benchmarks", fmt::format("more than {} {}", limit, what),
                      "Give fewer files, or files of fewer cells");
  }

  const read_limits& limits_;
  std::set<std::pair<std::string, parameter_map>> workloads_;
  std::set<std::string> runners_;
  std::set<std::int64_t> levels_;
  std::set<std::tuple<std::string, parameter_map, std::string, std::int64_t>> cells_;
};

// Of the rows of one process, the one that says why it failed: a row that was skipped is no failure beside others.
sample_record* failure_among(std::vector<sample_record>& rows) {
  const auto failed = [](const sample_record& row) { return row.failure != failure_kind::none; };
  const auto is_worse = [&](const sample_record& row) { return failed(row) && !row.was_skipped(); };
  auto found = std::ranges::find_if(rows, is_worse);
  if (found == rows.end()) found = std::ranges::find_if(rows, failed);
  return found == rows.end() ? nullptr : &*found;
}

void count_processes_once(run_record& run) {
  if (!run.plain_google_benchmark) return;
  std::vector<std::vector<sample_record>> cells;
  std::map<std::string, std::size_t> places;
  for (sample_record& sample : run.samples) {
    const auto [place, is_new] = places.try_emplace(sample.cell, cells.size());
    if (is_new) cells.emplace_back();
    cells[place->second].push_back(std::move(sample));
  }
  run.samples.clear();
  for (std::vector<sample_record>& cell : cells) {
    std::vector<const measurement*> good;
    for (const sample_record& sample : cell)
      if (sample.failure == failure_kind::none) good.push_back(&sample);
    sample_record* const failed = failure_among(cell);
    if (!good.empty()) {
      sample_record& process = run.samples.emplace_back(*static_cast<const sample_record*>(good.front()));
      static_cast<measurement&>(process) = median_of(good);
    }
    if (failed != nullptr) run.samples.push_back(std::move(*failed));
  }
}

// Refuses a file that holds the same measurements as an earlier one.
[[noreturn]] void refuse_again(const run_record& run, const fs::path& earlier) {
  if (run.plain_google_benchmark) {
    std::error_code unknown;
    throw input_error(
        run.path.string(), "",
        fs::equivalent(run.path, earlier, unknown)
            ? "is given twice: its samples would count twice"
            : fmt::format("holds the measurements that {} holds: they would count twice", earlier.string()),
        "Give each run once");
  }
  throw input_error(
      run.path.string(), "/context/interleave/run_id",
      fmt::format("is \"{}\", which {} has too: the same samples would count twice", run.run_id, earlier.string()),
      "Give each run once");
}

}  // namespace

std::optional<double> measurement::counter(std::string_view name) const {
  const auto found = counters.find(name);
  return found == counters.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> measurement::value(std::string_view metric) const {
  const auto above_0 = [](double ns) { return ns > 0 ? std::optional(ns) : std::nullopt; };
  if (metric == "real_time") return above_0(real_ns);
  if (metric == "cpu_time") return above_0(cpu_ns);
  if (const auto counted = counter(metric)) return counted;
  const auto* const known = find_metric(metric);
  return known != nullptr && known->derived != nullptr ? known->derived(*this) : std::nullopt;
}

measurement median_of(std::span<const measurement* const> repetitions) {
  const auto median_where = [&](const auto& number_in) {
    std::vector<double> values;
    for (const measurement* one : repetitions)
      if (const std::optional<double> number = number_in(*one)) values.push_back(*number);
    return values.empty() ? 0 : median(values);
  };
  const auto median_value = [&](std::string_view metric) {
    return median_where([&](const measurement& one) { return one.value(metric); });
  };
  measurement found;
  found.real_ns = median_value("real_time");
  found.cpu_ns = median_value("cpu_time");
  found.iterations = static_cast<std::int64_t>(
      median_where([](const measurement& one) { return std::optional(static_cast<double>(one.iterations)); }));
  for (const measurement* one : repetitions) {
    for (const auto& [name, value] : one->counters)
      if (!found.counters.contains(name)) found.counters.emplace(name, median_value(name));
  }
  return found;
}

std::optional<double> sample_record::rate() const {
  const double rate = counter("items_per_second").value_or(real_ns > 0 ? 1e9 / real_ns : 0);
  return rate >= lowest_rate && rate <= highest_rate ? std::optional(rate) : std::nullopt;
}

std::string_view run_record::value(const named_values& values, std::string_view name) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
  return found == values.end() ? std::string_view() : std::string_view(found->second);
}

run_record read_text(std::string_view text, const fs::path& path, const read_limits& limits) {
  if (text.size() > limits.file_bytes) throw input_error(path.string(), "", "is too large", "Give smaller files");
  const nlohmann::json document = parse_json(text, path, limits);
  const json_cursor root(document, path);
  run_record run;
  run.path = path;
  run.machine_then = machine_state_in(root.at("context"));
  read_context(root.at("context"), run);
  run.identity = run.plain_google_benchmark ? fmt::format("{:x}", std::hash<std::string_view>()(text)) : run.run_id;
  read_rows(root.at("benchmarks"), run);
  total_limits(limits).add(run);
  return run;
}

run_results read(std::span<const fs::path> paths, const read_limits& limits) {
  if (paths.empty())
    throw input_error("RESULTS", "", "no result file was given", "Give a run's folder or its results.json");
  std::vector<fs::path> files;
  for (const fs::path& path : paths) std::ranges::move(result_files(path), std::back_inserter(files));
  std::vector<run_results> each;
  total_limits totals(limits);
  for (const fs::path& file : files) {
    std::vector<run_record>& runs = each.emplace_back().runs;
    runs.push_back(
        read_text(read_input_file(file, limits.file_bytes, "Give a run's folder or its results.json"), file, limits));
    totals.add(runs.front());
  }
  return joined(std::move(each));
}

void refuse_twice(std::span<const run_results> several) {
  std::map<std::string_view, const run_record*> known;
  for (const run_results& each : several) {
    for (const run_record& run : each.runs) {
      const auto [earlier, is_new] = known.emplace(run.identity, &run);
      if (!is_new) refuse_again(run, earlier->second->path);
    }
  }
}

run_results joined(std::vector<run_results> several) {
  refuse_twice(several);
  run_results all;
  for (run_results& each : several) std::ranges::move(each.runs, std::back_inserter(all.runs));
  if (all.runs.size() > 1) std::ranges::for_each(all.runs, count_processes_once);
  return all;
}

}  // namespace interleave::reports
