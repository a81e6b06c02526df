// See the header. First Google Benchmark's part, which the suite's files have too, then the suite's own.
#include "reports/results/run_context.hpp"

#include "reports/results/result_row.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::int64_t known_schema = 1;

// Converts one of a list of words; the error for any other word lists them all.
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

// A word that is unknown here leaves the work I/O-bound, as it is without any.
work_kind waiting_kind_of(const json_cursor& field) {
  static const std::map<std::string_view, work_kind> kinds = {
      {"network", work_kind::network}, {"timer", work_kind::timer}, {"file", work_kind::file}};
  const std::string word = field.name();
  const auto found = kinds.find(word);
  return found == kinds.end() ? work_kind::io : found->second;
}

// Unlike an unknown kind, an unknown shape is no error: its cells can be shown without knowing what it is.
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

std::string text_or_nothing(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? field->scalar_text() : std::string();
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
  if (const auto waits = field.find("waits_for"); waits && record.kind == work_kind::io)
    record.kind = waiting_kind_of(*waits);
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

void read_suite(const json_cursor& suite, run_record& run) {
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
  run.timer_slack = optional_text(suite, "timer_slack");
  run.settings = fmt::format("placement {}, {} s a sample{}", run.placement, text_or_nothing(suite, "sample_time_s"),
                             run.timer_slack == "least" ? ", least timer slack" : "");
  run.run_seconds = optional_number(suite, "run_seconds");
  run.sample_time_s = optional_number(suite, "sample_time_s");
  run.complete = suite.at("complete").boolean();
  if (const auto samples = suite.find("samples_per_cell")) run.samples_per_cell = samples->integer(1, 1'000'000);
  if (const auto looks = suite.find("looks")) run.looks = looks->integer(1, 1000);
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

// "L1 Data 32768 bytes for 2, L2 Unified 1048576 bytes for 2"
std::string caches_in(const json_cursor& context) {
  const auto caches = context.find("caches");
  if (!caches) return "";
  std::string words;
  for (const json_cursor& cache : caches->elements()) {
    words += fmt::format("{}L{} {} {} bytes for {}", words.empty() ? "" : ", ", text_or_nothing(cache, "level"),
                         text_or_nothing(cache, "type"), text_or_nothing(cache, "size"),
                         text_or_nothing(cache, "num_sharing"));
  }
  return words;
}

library_context read_library(const json_cursor& context) {
  library_context found;
  found.date = text_or_nothing(context, "date");
  if (const auto cores = context.find("num_cpus"); cores && cores->is_number())
    found.cores = cores->integer(0, std::numeric_limits<std::int32_t>::max());
  found.caches = caches_in(context);
  found.build_type = text_or_nothing(context, "library_build_type");
  found.version = text_or_nothing(context, "library_version");
  found.cpu_model = text_or_nothing(context, "cpu_model");
  found.compiler = text_or_nothing(context, "compiler");
  return found;
}

// What plain Google Benchmark records about machine and build, under the suite's names.
void read_plain(const json_cursor& context, run_record& run) {
  run.plain_google_benchmark = true;
  run.started = run.library.date;
  run.run_id = run.started;
  const auto add = [&](named_values& values, const char* theirs, const char* ours) {
    if (const auto field = context.find(theirs)) values.emplace_back(ours, field->scalar_text());
  };
  add(run.machine, "host_name", "host");
  add(run.machine, "num_cpus", "cores_usable");
  add(run.machine, "mhz_per_cpu", "mhz_per_cpu");
  add(run.machine, "cpu_model", "cpu_model");
  add(run.build, "library_build_type", "library_build_type");
  add(run.build, "compiler", "compiler");
}

}  // namespace

void read_context(const json_cursor& context, run_record& run) {
  run.library = read_library(context);
  // Custom context that users add to Google Benchmark's is always a string.
  const auto suite = context.find("interleave");
  if (suite && !suite->is_text()) {
    read_suite(*suite, run);
  } else {
    read_plain(context, run);
  }
}

}  // namespace interleave::reports
