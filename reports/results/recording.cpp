// From files to cells. What a single row says is google_benchmark_row's; NaN and Infinity stand bare in the text, and
// parse_json() makes them null.
#include "reports/results/recording.hpp"

#include "reports/errors.hpp"
#include "reports/results/google_benchmark_row.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/json_cursor.hpp"
#include "reports/statistics/statistics.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

namespace fs = std::filesystem;
using reports::input_error;
using reports::json_cursor;

// Beyond it no product or ratio of two values is safe from overflow.
constexpr double largest_value = 1e18;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::int64_t count_or_nothing(const json_cursor& object, std::string_view key) {
  const auto field = object.find(key);
  return field ? field->integer(0, std::numeric_limits<std::int32_t>::max()) : 0;
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

void read_suite(const json_cursor& suite, recording& into) {
  into.is_suite_result = true;
  into.fresh_processes = true;
  if (const std::string started = text_or_nothing(suite, "started"); !started.empty()) into.date = started;
  into.version = text_or_nothing(suite, "suite_version");
  if (const auto machine = suite.find("machine")) {
    into.cpu_model = text_or_nothing(*machine, "cpu_model");
    if (const std::int64_t usable = count_or_nothing(*machine, "cores_usable"); usable > 0) into.cores = usable;
  }
  if (const auto build = suite.find("build")) {
    into.compiler = text_or_nothing(*build, "compiler");
    into.build_type = lower(text_or_nothing(*build, "build_type"));
    const std::string sanitizer = text_or_nothing(*build, "sanitizer");
    if (!sanitizer.empty()) into.build_type += " with sanitizer " + sanitizer;
    if (const auto versions = build->find("versions")) into.library_version = text_or_nothing(*versions, "benchmark");
  }
  into.settings = fmt::format("placement {}, {} s a sample", text_or_nothing(suite, "placement"),
                              text_or_nothing(suite, "sample_time_s"));
}

// What tells these measurements from all others.
std::string content_of(const json_cursor& context, std::string_view text) {
  const auto suite = context.find("interleave");
  const std::string run = suite ? text_or_nothing(*suite, "run_id") : "";
  return run.empty() ? fmt::format("{:x}", std::hash<std::string_view>()(text)) : run;
}

void read_context(const json_cursor& context, recording& into) {
  into.date = text_or_nothing(context, "date");
  into.machines = {reports::machine_state_in(context)};
  into.host = reports::hosts_text(into.machines);
  into.cores = count_or_nothing(context, "num_cpus");
  into.caches = caches_in(context);
  into.build_type = lower(text_or_nothing(context, "library_build_type"));
  into.library_version = text_or_nothing(context, "library_version");
  // Not written by the library itself, but these are the words for --benchmark_context=cpu_model=...
  into.cpu_model = text_or_nothing(context, "cpu_model");
  into.compiler = text_or_nothing(context, "compiler");
  if (const auto suite = context.find("interleave")) read_suite(*suite, into);
}

// 0 where there is no time of use: a broken clock, a manual time that nobody set, NaN.
double time_of(const json_cursor& row, std::string_view key, double ns) {
  const auto field = row.find(key);
  if (!field) return 0;
  const double time = field->unchecked_number() * ns;
  return std::isfinite(time) && time > 0 && time <= largest_value ? time : 0;
}

bool is_bookkeeping(std::string_view name, bool is_suite_result) {
  static const std::set<std::string_view> names = {"family_index", "per_family_instance_index",
                                                   "repetitions",  "repetition_index",
                                                   "threads",      "iterations",
                                                   "real_time",    "cpu_time"};
  static const std::set<std::string_view> names_of_the_suite = {"in_flight", "sample", "round"};
  return names.contains(name) || (is_suite_result && names_of_the_suite.contains(name));
}

measurement measurement_of(const json_cursor& row, bool is_suite_result) {
  measurement found;
  const double ns = ns_per_unit(row);
  found.real_ns = time_of(row, "real_time", ns);
  found.cpu_ns = time_of(row, "cpu_time", ns);
  if (const auto iterations = row.find("iterations"); iterations && iterations->unchecked_number() < largest_value) {
    found.iterations = static_cast<std::int64_t>(std::max(0.0, iterations->unchecked_number()));
  }
  for (const auto& [name, value] : row.members()) {
    if (!value.is_number() || is_bookkeeping(name, is_suite_result)) continue;
    const double number = value.unchecked_number();
    if (std::fabs(number) <= largest_value) found.counters.emplace(name, number);
  }
  return found;
}

struct repeats_in_name {
  std::string stem;   // "bm/8/threads:2" of "bm/8/repeats:5/threads:2"
  std::string count;  // "5"; empty where the name has none
};

// The last there is: what a benchmark is told stands behind its arguments, of which one may have this name too.
repeats_in_name repeats_of(const std::string& run_name) {
  constexpr std::string_view mark = "/repeats:";
  const std::size_t begin = run_name.rfind(mark);
  if (begin == std::string::npos) return {run_name, ""};
  const std::size_t end = std::min(run_name.find('/', begin + 1), run_name.size());
  std::string count = run_name.substr(begin + mark.size(), end - begin - mark.size());
  if (count.empty() || count.find_first_not_of("0123456789") != std::string::npos) return {run_name, ""};
  return {run_name.substr(0, begin) + run_name.substr(end), std::move(count)};
}

std::string parameters_of(const json_cursor& row) {
  const auto parameters = row.find("parameters");
  if (!parameters) return "";
  std::string words;
  for (const auto& [name, value] : parameters->members()) {
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, value.scalar_text());
  }
  return reports::shortened(std::move(words), 256);
}

class row_reader {
 public:
  row_reader(recording& into, const reports::read_limits& limits) : into_(into), limits_(limits) {}

  void read(const json_cursor& benchmarks) {
    const std::vector<json_cursor> rows = benchmarks.elements();
    for (const json_cursor& row : rows) {
      const row_worth worth = worth_of(row);
      if (worth == row_worth::none) continue;
      row_worth& best = best_.try_emplace(key_of(row), worth).first->second;
      best = std::max(best, worth);
      const auto [stem, count] = repeats_of(run_name_of(row));
      if (!count.empty() && count != text_or_nothing(row, "repetitions")) with_argument_.insert(stem);
    }
    for (const json_cursor& row : rows) {
      const row_worth worth = worth_of(row);
      if (worth != row_worth::none && worth == best_.at(key_of(row))) read_measurement(row, benchmarks);
    }
    if (!into_.cells.empty()) return;
    if (!rows.empty()) {
      benchmarks.fail("holds aggregates only, and no median or mean among them",
                      "Run the benchmarks without --benchmark_report_aggregates_only: single repetitions are compared");
    }
    benchmarks.fail("holds no measurement", "Run the benchmarks again");
  }

 private:
  // Two benchmarks may be registered under one name; their place among all tells them apart.
  using cell_key = std::tuple<std::string, std::int64_t, std::int64_t>;

  // What a row can stand for, the best last. Benchmarks with ReportAggregatesOnly() write no repetition; what is kept
  // of all of them is one measurement.
  enum class row_worth { none, mean, median, repetition };

  static row_worth worth_of(const json_cursor& row) {
    if (is_measurement(row)) return row_worth::repetition;
    const std::string aggregate = text_or_nothing(row, "aggregate_name");
    if (aggregate == "median") return row_worth::median;
    return aggregate == "mean" ? row_worth::mean : row_worth::none;
  }

  static std::string run_name_of(const json_cursor& row) {
    const auto run_name = row.find("run_name");
    return (run_name ? *run_name : row.at("name")).name_of_cell();
  }

  // Without how often it was repeated, unless that is an argument called "repeats": it has other values than the
  // repetitions there were.
  std::string name_of(const json_cursor& row) const {
    const std::string run_name = run_name_of(row);
    const std::string stem = repeats_of(run_name).stem;
    return with_argument_.contains(stem) ? run_name : stem;
  }

  cell_key key_of(const json_cursor& row) const {
    if (into_.is_suite_result) return {run_name_of(row), 0, 0};
    return {run_name_of(row), count_or_nothing(row, "family_index"),
            count_or_nothing(row, "per_family_instance_index")};
  }

  void read_measurement(const json_cursor& row, const json_cursor& benchmarks) {
    const cell_key key = key_of(row);
    const auto [place, is_new] = places_.try_emplace(key, into_.cells.size());
    if (is_new) begin_cell(row, benchmarks);
    recorded_cell& cell = into_.cells[place->second];
    const auto index = row.find("repetition_index");
    const std::int64_t repetition = index ? index->integer(0, std::numeric_limits<std::int32_t>::max())
                                          : static_cast<std::int64_t>(seen_[place->second].size());
    if (!seen_[place->second].insert(repetition).second) {
      row.fail(fmt::format("is repetition {} of \"{}\", which was there already: it would count twice", repetition,
                           cell.name),
               "Put files of several runs into a folder and give that");
    }
    add(row, cell);
  }

  void begin_cell(const json_cursor& row, const json_cursor& benchmarks) {
    if (into_.cells.size() == limits_.cells) {
      benchmarks.fail(fmt::format("holds more than {} cells", limits_.cells), "Give files of fewer cells");
    }
    recorded_cell& cell = into_.cells.emplace_back();
    const std::string name = name_of(row);
    cell.name = name;
    for (std::size_t n = 2; !names_.insert(cell.name).second; ++n) cell.name = fmt::format("{} #{}", name, n);
    if (into_.is_suite_result) cell.parameters = parameters_of(row);
    seen_.emplace_back();
  }

  void add(const json_cursor& row, recorded_cell& cell) const {
    if (auto failure = failure_of(row)) {
      cell.failures.push_back(std::move(failure->message));
      if (failure->skipped) ++cell.skipped;
      return;
    }
    measurement found = measurement_of(row, into_.is_suite_result);
    if (found.real_ns == 0 && found.cpu_ns == 0 && found.counters.empty()) {
      cell.failures.emplace_back("no usable time or counter");
    } else {
      cell.measurements.push_back(std::move(found));
    }
  }

  recording& into_;
  const reports::read_limits& limits_;
  std::map<cell_key, row_worth> best_;
  std::set<std::string> with_argument_;  // benchmarks with an argument that is called "repeats"
  std::map<cell_key, std::size_t> places_;
  std::set<std::string> names_;
  std::vector<std::set<std::int64_t>> seen_;  // repetitions, parallel to the cells
};

bool has_one_sample_each(const recording& read) {
  return std::all_of(read.cells.begin(), read.cells.end(),
                     [](const recorded_cell& cell) { return cell.samples() <= 1; });
}

// What one process has measured, as one measurement: the median of each metric over those repetitions that have it.
measurement median_of(const recorded_cell& cell) {
  const auto median = [&](std::string_view metric) {
    const std::vector<double> values = cell.values(metric);
    return values.empty() ? 0 : reports::median(values);
  };
  measurement found;
  found.real_ns = median("real_time");
  found.cpu_ns = median("cpu_time");
  std::vector<double> iterations;
  for (const measurement& one : cell.measurements) {
    iterations.push_back(static_cast<double>(one.iterations));
    for (const auto& [name, value] : one.counters) {
      if (!found.counters.contains(name)) found.counters.emplace(name, median(name));
    }
  }
  found.iterations = static_cast<std::int64_t>(reports::median(iterations));
  return found;
}

// Repetitions within one process agree with each other more than processes do: among other processes, they count once.
recording as_one_of_several(recording read) {
  if (read.fresh_processes) return read;
  for (recorded_cell& cell : read.cells) {
    if (cell.measurements.size() > 1) cell.measurements = {median_of(cell)};
    if (cell.failures.empty()) continue;
    cell.skipped = cell.skipped == cell.failures.size() ? 1 : 0;
    cell.failures.resize(1);
    cell.partly_failed = cell.measurements.size();
  }
  read.fresh_processes = true;
  return read;
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

void add_files(const recording& from, recording& into) {
  for (const auto& [content, path] : from.files) {
    const auto [known, is_new] = into.files.emplace(content, path);
    if (is_new) continue;
    throw input_error(
        path.string(), "",
        fmt::format("holds the measurements that {} holds: they would count twice", known->second.string()),
        "Give each run once");
  }
}

}  // namespace

std::vector<double> recorded_cell::values(std::string_view metric) const {
  std::vector<double> found;
  for (const measurement& one : measurements) {
    if (metric == "real_time") {
      if (one.real_ns > 0) found.push_back(one.real_ns);
    } else if (metric == "cpu_time") {
      if (one.cpu_ns > 0) found.push_back(one.cpu_ns);
    } else if (const auto counter = one.counters.find(metric); counter != one.counters.end()) {
      found.push_back(counter->second);
    }
  }
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

recording joined(std::span<const recording> recordings) {
  if (recordings.size() == 1) return recordings.front();
  recording whole = as_one_of_several(recordings.front());
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < whole.cells.size(); ++i) places.emplace(whole.cells[i].name, i);
  for (const recording& next : recordings.subspan(1)) {
    const std::vector<std::string> found = differences(whole, next);
    if (!found.empty()) {
      throw input_error(
          next.path.string(), "",
          fmt::format("measured something else than the files before it: {} differ", reports::list_text(found)),
          "Join only files of one machine and one build");
    }
    fill_in_what_is_known(next, whole);
    add_machines(next, whole);
    add_files(next, whole);
    whole.is_suite_result = whole.is_suite_result && next.is_suite_result;
    add_cells(as_one_of_several(next), whole, places);
  }
  return whole;
}

recording read_recording_text(std::string_view text, const fs::path& path, const reports::read_limits& limits) {
  if (text.size() > limits.file_bytes) throw input_error(path.string(), "", "is too large", "Give smaller files");
  const nlohmann::json document = reports::parse_json(text, path, limits);
  const json_cursor root(document, path);
  recording found;
  found.path = path;
  read_context(root.at("context"), found);
  found.files.emplace(content_of(root.at("context"), text), path);
  row_reader(found, limits).read(root.at("benchmarks"));
  if (!found.is_suite_result) found.fresh_processes = has_one_sample_each(found);
  return found;
}

recording read_recording(const fs::path& path, const reports::read_limits& limits) {
  std::vector<recording> found;
  for (const fs::path& file : reports::result_files(path)) {
    found.push_back(read_recording_text(reports::read_input_file(file, limits), file, limits));
  }
  recording whole = joined(found);
  whole.path = path;
  return whole;
}

}  // namespace interleave::tracking
