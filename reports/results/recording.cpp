// Converts samples to cells and joins several files. run_results describes a single file's contents.
#include "reports/results/recording.hpp"

#include "reports/errors.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/results/metric_table.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

void fill_in_suite(const run_record& run, recording& into) {
  const auto machine = [&](const char* key) { return std::string(run_record::value(run.machine, key)); };
  const auto build = [&](const char* key) { return std::string(run_record::value(run.build, key)); };
  into.is_suite_result = true;
  into.fresh_processes = true;
  if (!run.started.empty()) into.date = run.started;
  into.version = run.suite_version;
  into.settings = run.settings;
  if (!run.machine.empty()) {
    into.cpu_model = machine("cpu_model");
    const std::string cores = machine("cores_usable");
    std::int64_t usable = 0;
    std::from_chars(cores.data(), cores.data() + cores.size(), usable);
    if (usable > 0) into.cores = usable;
  }
  if (!run.build.empty()) {
    into.compiler = build("compiler");
    into.build_type = lower(build("build_type"));
    if (const std::string sanitizer = build("sanitizer"); !sanitizer.empty())
      into.build_type += " with sanitizer " + sanitizer;
    into.library_version = build("versions.benchmark");
  }
}

recording facts_of(const run_record& run) {
  recording found;
  found.path = run.path;
  found.date = run.library.date;
  found.machines = {run.machine_then};
  found.host = hosts_text(found.machines);
  found.cores = run.library.cores;
  found.caches = run.library.caches;
  found.build_type = lower(run.library.build_type);
  found.library_version = run.library.version;
  found.cpu_model = run.library.cpu_model;
  found.compiler = run.library.compiler;
  if (!run.plain_google_benchmark) fill_in_suite(run, found);
  return found;
}

std::string parameters_text(const parameter_map& parameters) {
  std::string words;
  for (const auto& [name, value] : parameters) {
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, value);
  }
  return shortened(std::move(words), 256);
}

void add_sample(const sample_record& sample, recorded_cell& cell) {
  if (sample.failure == failure_kind::none) {
    cell.measurements.push_back(sample);
    return;
  }
  cell.failures.push_back(sample.failure_message);
  if (sample.was_skipped()) ++cell.skipped;
}

// `is_one_of_several`: each process has been counted once, by joined() of run_results.
recording recording_of(const run_record& run, bool is_one_of_several) {
  recording found = facts_of(run);
  std::map<std::string_view, std::size_t> places;
  for (const sample_record& sample : run.samples) {
    const auto [place, is_new] = places.try_emplace(sample.cell, found.cells.size());
    if (is_new) {
      recorded_cell& cell = found.cells.emplace_back();
      cell.name = sample.cell;
      if (found.is_suite_result) cell.parameters = parameters_text(sample.parameters);
    }
    add_sample(sample, found.cells[place->second]);
  }
  if (found.is_suite_result) return found;
  if (is_one_of_several)
    for (recorded_cell& cell : found.cells)
      cell.partly_failed = std::min(cell.measurements.size(), cell.failures.size());
  found.fresh_processes = std::ranges::all_of(found.cells, [](const auto& cell) { return cell.samples() <= 1; });
  return found;
}

void add_cells(const recording& from, recording& into, std::map<std::string, std::size_t>& places) {
  for (const recorded_cell& cell : from.cells) {
    const auto [place, is_new] = places.try_emplace(cell.name, into.cells.size());
    if (is_new) {
      into.cells.push_back(cell);
      continue;
    }
    recorded_cell& known = into.cells[place->second];
    if (known.parameters != cell.parameters) {
      throw input_error(from.path.string(), "/benchmarks",
                        fmt::format("\"{}\" was measured with {}, but in {} with {}", cell.name, cell.parameters,
                                    into.path.string(), known.parameters),
                        "Join only files of the same parameters");
    }
    known.measurements.insert(known.measurements.end(), cell.measurements.begin(), cell.measurements.end());
    known.failures.insert(known.failures.end(), cell.failures.begin(), cell.failures.end());
    known.skipped += cell.skipped;
    known.partly_failed += cell.partly_failed;
  }
}

void fill_in_what_is_known(const recording& from, recording& into) {
  for (const auto field : {&recording::cpu_model, &recording::caches, &recording::compiler, &recording::build_type,
                           &recording::settings, &recording::library_version}) {
    if ((into.*field).empty()) into.*field = from.*field;
  }
  if (into.cores == 0) into.cores = from.cores;
}

void add_machines(const recording& from, recording& into) {
  into.machines.insert(into.machines.end(), from.machines.begin(), from.machines.end());
  into.host = reports::hosts_text(into.machines);
}

}  // namespace

std::vector<double> recorded_cell::values(std::string_view metric) const {
  std::vector<double> found;
  for (const measurement& one : measurements)
    if (const auto value = one.value(metric)) found.push_back(*value);
  return found;
}

bool recorded_cell::is_skipped() const {
  return measurements.empty() && skipped > 0 && skipped == failures.size();
}

const recorded_cell* recording::find(std::string_view name) const {
  const auto found =
      std::find_if(cells.begin(), cells.end(), [&](const recorded_cell& cell) { return cell.name == name; });
  return found == cells.end() ? nullptr : &*found;
}

std::vector<std::string> metrics_in(std::span<const recorded_cell* const> cells) {
  std::set<std::string> others;
  bool real = false;
  bool cpu = false;
  for (const recorded_cell* cell : cells) {
    for (const measurement& one : cell->measurements) {
      real = real || one.value("real_time");
      cpu = cpu || one.value("cpu_time");
      for (const auto& [name, value] : one.counters) others.insert(name);
      for (const metric& known : metrics())
        if (known.derived != nullptr && known.derived(one)) others.emplace(known.name);
    }
  }
  std::vector<std::string> names;
  if (real) names.emplace_back("real_time");
  if (cpu) names.emplace_back("cpu_time");
  names.insert(names.end(), others.begin(), others.end());
  return names;
}

input_error no_such_metric(std::span<const recorded_cell* const> cells, const std::string& where,
                           std::string_view metric) {
  constexpr std::size_t most_named = 60;
  const std::vector<std::string> known = metrics_in(cells);
  return {where, "", fmt::format("no cell has '{}'", metric),
          known.empty() ? "No cell has a number at all" : fmt::format("There are {}", list_text(known, most_named))};
}

std::vector<std::string> differences(const recording& one, const recording& other) {
  std::vector<std::string> found;
  const auto compare = [&](const char* what, const std::string& a, const std::string& b) {
    if (!a.empty() && !b.empty() && a != b) found.push_back(fmt::format("{} ({} / {})", what, a, b));
  };
  const auto cores = [](const recording& of) { return of.cores > 0 ? std::to_string(of.cores) : std::string(); };
  compare("CPU", one.cpu_model, other.cpu_model);
  compare("cores", cores(one), cores(other));
  compare("caches", one.caches, other.caches);
  compare("build type", one.build_type, other.build_type);
  compare("settings", one.settings, other.settings);
  return found;
}

recording recording_of(const run_results& results, const fs::path& path) {
  const bool are_several = results.runs.size() > 1;
  recording whole = recording_of(results.runs.front(), are_several);
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < whole.cells.size(); ++i) places.emplace(whole.cells[i].name, i);
  for (const run_record& run : std::span(results.runs).subspan(1)) {
    const recording next = recording_of(run, are_several);
    const std::vector<std::string> found = differences(whole, next);
    if (!found.empty()) {
      throw input_error(next.path.string(), "",
                        fmt::format("measured something else than the files before it: {} differ", list_text(found)),
                        "Join only files of one machine and one build");
    }
    fill_in_what_is_known(next, whole);
    add_machines(next, whole);
    whole.is_suite_result = whole.is_suite_result && next.is_suite_result;
    add_cells(next, whole, places);
  }
  whole.path = path;
  return whole;
}

recording read_recording(const fs::path& path, const read_limits& limits) {
  return recording_of(read(std::span(&path, 1), limits), path);
}

}  // namespace interleave::reports
