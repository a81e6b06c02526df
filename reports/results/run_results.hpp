// Result files as they were written: rows and context, checked field by field, nothing computed. Reads results.json of
// this suite (schema_version 1) and the JSON of Google Benchmark 1.5 to 1.9. Everything that uses results reads them
// through this: the report, comparisons, the gate, histories and exports.
// Every string in here comes from a file and may be hostile; renderers escape, this file does not.
#pragma once

#include "reports/results/machine_state.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::reports {

// `network`, `timer` and `file` are what I/O-bound work waits for; `io` where the file doesn't say.
enum class work_kind { floor, cpu, io, network, timer, file, mixed, probe, unknown };
// How a workload's tasks depend on each other. `other`: a shape unknown to this program; its word is kept.
enum class work_shape { batch, tree, pipeline, ring, stream, herd, other };
enum class runner_family { sequential, threads, processes, event_loop, hybrid, unknown };
enum class check_status { passed, warning, invalid };

// Parameters by name, values as the suite prints them ("5ms").
using parameter_map = std::map<std::string, std::string>;
using named_values = std::vector<std::pair<std::string, std::string>>;

struct workload_record {
  std::string name;
  work_kind kind = work_kind::unknown;
  std::string summary;
  parameter_map defaults;
  work_shape shape = work_shape::batch;
  std::string shape_word = "batch";  // as in the file; without one in the file it is a batch
};

struct runner_record {
  std::string name;
  runner_family family = runner_family::unknown;
  std::string summary;
  std::string idiom;
  int simplicity = 0;  // rank, 1 = simplest; 0 = the file doesn't say
};

struct calibration_record {
  std::string workload;
  parameter_map parameters;
  std::optional<double> cpu_ns;
  std::optional<double> wait_ns;
  std::optional<double> declared_wait_ns;
  std::string warning;  // empty = none
};

struct audit_record {
  std::string check;
  std::string title;
  check_status status = check_status::passed;
  std::string finding;
  std::string mend;
};

struct ceiling_record {
  std::string model;
  double count = 0;
  std::string limit;
};

// Why a sample has no number. `unsupported` applies to the whole cell and is known before anything runs; `skipped` was
// decided by a Google Benchmark program while it ran.
enum class failure_kind {
  none,
  crash,
  killed,
  exit,
  timeout,
  memory,
  refused,
  error,
  wrong_digest,
  left_processes,
  unsupported,
  skipped,
  other
};

// Plausible times of an iteration: a millionth of a nanosecond to about 30 years. Ratios of times in this range are
// safe to compute.
constexpr double shortest_time_ns = 1e-6;
constexpr double longest_time_ns = 1e18;

// Rates in tasks per second outside this range mean a broken clock. Within it, products and ratios of two can't
// overflow.
constexpr double lowest_rate = 1e-9;
constexpr double highest_rate = 1e15;

// The numbers of one row.
struct measurement {
  double real_ns = 0;  // per iteration, which in the suite's results is a task; 0 without a usable time
  double cpu_ns = 0;
  std::int64_t iterations = 0;
  std::map<std::string, double, std::less<>> counters = {};  // finite numbers only, named as in the file

  std::optional<double> counter(std::string_view name) const;
  // "real_time" and "cpu_time" in ns if above 0, a counter, or a metric that the table derives from counters.
  std::optional<double> value(std::string_view metric) const;
};

// Combines repetitions of one process: the median of each number over those that have it. Precondition: not empty.
measurement median_of(std::span<const measurement* const> repetitions);

// One row: a fresh process that measured one cell, or one repetition within a process; or why there is no number.
struct sample_record : measurement {
  std::string cell;  // "io_echo/coroutines/in_flight:8"; unique in the file
  // In a file that isn't the suite's, these come from the name, as far as it has them; together they are unique to a
  // cell.
  std::string workload;
  std::string runner;
  std::int64_t in_flight = 1;
  parameter_map parameters;
  std::int64_t sample = 0;   // 0-based; unique within cell and file
  std::int64_t attempt = 1;  // from 2 on, the attempts before it failed by circumstances; only from the suite
  failure_kind failure = failure_kind::none;
  std::string failure_message;
  std::string label;  // "backend=io_uring"

  // By a Google Benchmark program or, before anything ran, because the runner can't do it.
  bool was_skipped() const { return failure == failure_kind::skipped || failure == failure_kind::unsupported; }

  // Tasks per second, or iterations if the file counts no items; absent if implausible as a rate.
  std::optional<double> rate() const;
};

// Google Benchmark's own context, which the suite's files have too; empty or 0 where it says nothing.
struct library_context {
  std::string date;  // ISO 8601, as in the file
  std::int64_t cores = 0;
  std::string caches;      // normalised, so that equal caches have equal texts
  std::string build_type;  // of the Google Benchmark library
  std::string version;
  std::string cpu_model;  // this and `compiler` are given by --benchmark_context=cpu_model=...
  std::string compiler;
};

// One file.
struct run_record {
  std::filesystem::path path;
  machine_state machine_then;           // the machine's state, beyond what the suite's audit covers
  bool plain_google_benchmark = false;  // without context.interleave: no kinds, families, audit or ideal bound
  std::string run_id;
  std::string identity;  // identifies the measurements: the run_id or, failing that, the content
  library_context library;
  std::string suite_version;
  std::string started;   // ISO 8601, UTC
  std::string finished;  // empty when the run isn't complete
  std::string profile;
  std::string placement;
  std::string timer_slack;  // default or least; empty where the file does not say
  std::string settings;     // placement and time per sample, normalised; only from the suite
  std::optional<double> run_seconds;
  std::optional<double> sample_time_s;
  std::optional<std::int64_t> samples_per_cell;
  std::int64_t looks = 1;  // how often the samples were judged to choose the cells that get more of them
  std::optional<std::uint64_t> seed;
  bool complete = true;
  std::vector<std::string> arguments;
  std::vector<workload_record> workloads;
  std::vector<runner_record> runners;
  named_values build;    // flattened: "compiler", "build_type", "flags", "sanitizer", "versions.asio", ...
  named_values machine;  // flattened: "host", "cpu_model", "cores_usable", "limits.open_files", ...
  std::vector<calibration_record> calibration;
  std::vector<audit_record> audit;
  std::vector<ceiling_record> ceilings;
  std::optional<double> overhead_ms_median;  // driver's time per sample beyond the measured time
  std::optional<double> overhead_ms_p90;
  std::vector<sample_record> samples;

  // The value of a flattened build or machine entry; empty when the file doesn't have it.
  static std::string_view value(const named_values& values, std::string_view name);
};

struct run_results {
  std::vector<run_record> runs;  // in the order given; never empty
};

// Limits are enforced before an input can cost much memory or time. They are far above any run that the suite can make.
struct read_limits {
  std::uintmax_t file_bytes = std::uintmax_t{256} << 20U;
  std::size_t depth = 32;          // results.json needs 6
  std::size_t values = 4'000'000;  // JSON values in one file; a row has about 60
  std::size_t workloads = 4096;    // distinct workload and parameter combinations, over all files
  std::size_t runners = 64;
  std::size_t levels = 128;  // distinct in_flight
  std::size_t cells = 4096;
};

// Reads files, and for folders those of result_files(), and joins them. Throws input_error.
run_results read(std::span<const std::filesystem::path> paths, const read_limits& limits = {});

// Throws input_error if two runs hold the same measurements, which would count twice.
void refuse_twice(std::span<const run_results> several);

// All runs of several results as one. Where there is more than one run, each Google Benchmark process counts once per
// cell, since repetitions within one process vary less than separate processes do: its repetitions become their median
// and, if some have failed, one failure. Throws input_error as refuse_twice() does.
run_results joined(std::vector<run_results> several);

// One file's text from memory; `path` only names it in errors.
run_record read_text(std::string_view text, const std::filesystem::path& path, const read_limits& limits = {});

}  // namespace interleave::reports
