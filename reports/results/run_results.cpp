// Reads result files: the file itself, and its context. The rows are read in sample_rows.cpp.
#include "reports/results/run_results.hpp"

#include "reports/errors.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/results/sample_rows.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t known_schema = 1;

// One of a list of words, or a complaint that names them all.
template <class Value, std::size_t Size>
Value word_of(const json_cursor& field, const std::pair<const char*, Value> (&words)[Size]) {
  const std::string text = field.name();
  std::string all;
  for (const auto& [word, value] : words) {
    if (text == word) return value;
    all += (all.empty() ? "" : ", ") + std::string(word);
  }
  field.fail(fmt::format("is \"{}\", but must be one of {}", text, all));
}

work_kind kind_of(const json_cursor& field) {
  return word_of<work_kind>(field, {{"floor", work_kind::floor},
                                    {"cpu", work_kind::cpu},
                                    {"io", work_kind::io},
                                    {"mixed", work_kind::mixed},
                                    {"probe", work_kind::probe}});
}

// Unlike a kind, an unknown shape is no mistake: its cells can be shown without knowing what it is.
work_shape shape_of(std::string_view word) {
  static const std::map<std::string_view, work_shape> shapes = {
      {"batch", work_shape::batch}, {"tree", work_shape::tree},     {"pipeline", work_shape::pipeline},
      {"ring", work_shape::ring},   {"stream", work_shape::stream}, {"herd", work_shape::herd}};
  const auto found = shapes.find(word);
  return found == shapes.end() ? work_shape::other : found->second;
}

runner_family family_of(const json_cursor& field) {
  return word_of<runner_family>(field, {{"sequential", runner_family::sequential},
                                        {"threads", runner_family::threads},
                                        {"processes", runner_family::processes},
                                        {"event_loop", runner_family::event_loop},
                                        {"hybrid", runner_family::hybrid}});
}

std::string optional_text(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? field->text() : std::string();
}

std::optional<double> optional_number(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? std::optional(field->number_from(0)) : std::nullopt;
}

template <class Read>
auto list_of(const json_cursor& object, std::string_view key, Read read_one) {
  std::vector<decltype(read_one(object))> list;
  if (const auto field = object.find(key)) {
    for (const json_cursor& element : field->elements()) list.push_back(read_one(element));
  }
  return list;
}

workload_record read_workload(const json_cursor& field) {
  workload_record record;
  record.name = field.at("name").name();
  record.kind = kind_of(field.at("kind"));
  record.summary = optional_text(field, "summary");
  if (const auto shape = field.find("shape")) record.shape_word = shape->name();
  record.shape = shape_of(record.shape_word);
  if (const auto parameters = field.find("parameters")) {
    for (const json_cursor& parameter : parameters->elements()) {
      record.defaults[parameter.at("name").name()] = parameter.at("default").scalar_text();
    }
  }
  return record;
}

runner_record read_runner(const json_cursor& field) {
  runner_record record;
  record.name = field.at("name").name();
  record.family = family_of(field.at("family"));
  record.summary = optional_text(field, "summary");
  record.idiom = optional_text(field, "idiom");
  if (const auto rank = field.find("simplicity")) record.simplicity = static_cast<int>(rank->integer(0, 1'000'000));
  return record;
}

calibration_record read_calibration(const json_cursor& field) {
  calibration_record record;
  record.workload = field.at("workload").name();
  if (const auto parameters = field.find("parameters")) record.parameters = read_parameters(*parameters);
  record.cpu_ns = optional_number(field, "cpu_ns");
  record.wait_ns = optional_number(field, "wait_ns");
  record.declared_wait_ns = optional_number(field, "declared_wait_ns");
  record.warning = optional_text(field, "warning");
  return record;
}

audit_record read_check(const json_cursor& field) {
  audit_record record;
  record.check = field.at("check").name();
  record.title = optional_text(field, "title");
  record.status = word_of<check_status>(
      field.at("status"),
      {{"passed", check_status::passed}, {"warning", check_status::warning}, {"invalid", check_status::invalid}});
  record.finding = optional_text(field, "finding");
  record.mend = optional_text(field, "mend");
  return record;
}

ceiling_record read_ceiling(const json_cursor& field) {
  return {field.at("model").name(), field.at("count").number_from(0), optional_text(field, "limit")};
}

template <class Record>
void refuse_twins(const std::vector<Record>& records, const json_cursor& list) {
  std::set<std::string_view> seen;
  for (const Record& record : records) {
    if (!seen.insert(record.name).second) list.fail(fmt::format("names \"{}\" twice", record.name));
  }
}

void read_suite_context(const json_cursor& suite, run_record& run) {
  const json_cursor schema = suite.at("schema_version");
  if (const auto version = schema.integer(0, std::numeric_limits<std::int32_t>::max()); version != known_schema) {
    schema.fail(fmt::format("is {}, but this program reads version {}", version, known_schema),
                "Use the version of the suite that wrote the file, or run the suite again");
  }
  run.run_id = suite.at("run_id").name();
  run.suite_version = optional_text(suite, "suite_version");
  run.started = optional_text(suite, "started");
  run.finished = optional_text(suite, "finished");
  run.profile = optional_text(suite, "profile");
  run.placement = optional_text(suite, "placement");
  run.run_seconds = optional_number(suite, "run_seconds");
  run.sample_time_s = optional_number(suite, "sample_time_s");
  run.complete = suite.at("complete").boolean();
  if (const auto samples = suite.find("samples_per_cell")) run.samples_per_cell = samples->integer(1, 1'000'000);
  if (const auto seed = suite.find("seed")) run.seed = seed->unsigned_integer();
  run.arguments = list_of(suite, "arguments", [](const json_cursor& field) { return field.text(); });
  run.workloads = list_of(suite, "workloads", read_workload);
  run.runners = list_of(suite, "runners", read_runner);
  refuse_twins(run.workloads, suite.at("workloads"));
  refuse_twins(run.runners, suite.at("runners"));
  run.calibration = list_of(suite, "calibration", read_calibration);
  run.audit = list_of(suite, "audit", read_check);
  run.ceilings = list_of(suite, "ceilings", read_ceiling);
  if (const auto build = suite.find("build")) run.build = build->flattened();
  if (const auto machine = suite.find("machine")) run.machine = machine->flattened();
  if (const auto overhead = suite.find("overhead")) {
    run.overhead_ms_median = optional_number(*overhead, "driver_ms_per_sample_median");
    run.overhead_ms_p90 = optional_number(*overhead, "driver_ms_per_sample_p90");
  }
}

// What Google Benchmark alone says about the machine, under the names that the suite uses.
void read_plain_context(const json_cursor& context, run_record& run) {
  run.plain_google_benchmark = true;
  run.started = optional_text(context, "date");
  run.run_id = run.started;
  const std::pair<const char*, const char*> machine[] = {
      {"host_name", "host"}, {"num_cpus", "cores_usable"}, {"mhz_per_cpu", "mhz_per_cpu"}};
  for (const auto& [theirs, ours] : machine) {
    if (const auto field = context.find(theirs)) run.machine.emplace_back(ours, field->scalar_text());
  }
  if (const auto type = context.find("library_build_type")) run.build.emplace_back("library_build_type", type->text());
}

void check_totals(const run_results& results, const read_limits& limits) {
  std::set<std::pair<std::string, parameter_map>> workloads;
  std::set<std::string> runners;
  std::set<std::int64_t> levels;
  std::set<std::tuple<std::string, parameter_map, std::string, std::int64_t>> cells;
  for (const run_record& run : results.runs) {
    for (const runner_record& runner : run.runners) runners.insert(runner.name);
    for (const workload_record& workload : run.workloads) workloads.insert({workload.name, {}});
    for (const sample_record& sample : run.samples) {
      workloads.insert({sample.workload, sample.parameters});
      runners.insert(sample.runner);
      levels.insert(sample.in_flight);
      cells.insert({sample.workload, sample.parameters, sample.runner, sample.in_flight});
      const auto check = [&](std::size_t count, std::size_t limit, const char* what) {
        if (count <= limit) return;
        throw input_error(run.path.string(), "/benchmarks", fmt::format("more than {} {}", limit, what),
                          "Give fewer files, or a run of fewer cells");
      };
      check(workloads.size(), limits.workloads, "workloads and parameter values");
      check(runners.size(), limits.runners, "runners");
      check(levels.size(), limits.levels, "values of in_flight");
      check(cells.size(), limits.cells, "cells");
    }
  }
}

}  // namespace

std::optional<double> sample_record::counter(std::string_view name) const {
  const auto found = counters.find(name);
  return found == counters.end() ? std::nullopt : std::optional(found->second);
}

std::string_view run_record::value(const named_values& values, std::string_view name) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
  return found == values.end() ? std::string_view() : std::string_view(found->second);
}

run_record read_text(std::string_view text, const fs::path& path, const read_limits& limits) {
  if (text.size() > limits.file_bytes) throw input_error(path.string(), "", "is too large", "");
  const nlohmann::json document = parse_json(text, path, limits);
  const json_cursor root(document, path);
  run_record run;
  run.path = path;
  const json_cursor context = root.at("context");
  run.machine_then = machine_state_in(context);
  if (const auto suite = context.find("interleave")) {
    read_suite_context(*suite, run);
  } else {
    read_plain_context(context, run);
  }
  read_rows(root.at("benchmarks"), run);
  if (run.samples.empty()) root.at("benchmarks").fail("holds no measurement", "Run the suite again");
  return run;
}

run_results read(std::span<const fs::path> paths, const read_limits& limits) {
  if (paths.empty())
    throw input_error("RESULTS", "", "no result file was given", "Give a run's folder or its results.json");
  std::vector<fs::path> files;
  for (const fs::path& path : paths) std::ranges::move(result_files(path), std::back_inserter(files));
  run_results results;
  for (const fs::path& file : files) {
    run_record run = read_text(read_input_file(file, limits), file, limits);
    for (const run_record& earlier : results.runs) {
      if (!run.plain_google_benchmark && run.run_id == earlier.run_id) {
        throw input_error(file.string(), "/context/interleave/run_id",
                          fmt::format("is \"{}\", which {} has too: the same samples would count twice", run.run_id,
                                      earlier.path.string()),
                          "Give each run once");
      }
    }
    results.runs.push_back(std::move(run));
  }
  check_totals(results, limits);
  return results;
}

}  // namespace interleave::reports
