// Result files as they were written: rows and context, checked field by field, nothing computed. Knows results.json of
// this suite (schema_version 1) and the JSON of Google Benchmark 1.5 to 1.9. Everything that looks at results sees them
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

enum class work_kind { floor, cpu, io, mixed, probe, unknown };
// How a workload's tasks hang together. `other`: a shape that this program doesn't know; its word is kept.
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
  std::string shape_word = "batch";  // as in the file, which may have none: then it is a batch
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

// Why a sample has no number. `unsupported` is the cell's, known before anything ran; `skipped` is what a program of
// Google Benchmark decided while it ran.
enum class failure_kind {
  none,
  crash,
  killed,
  exit,
  timeout,
  memory,
  error,
  wrong_digest,
  left_processes,
  unsupported,
  skipped,
  other
};

// Times of an iteration that can be: a millionth of a nanosecond, 30 years. What lies between has a ratio that can be
// worked with.
constexpr double shortest_time_ns = 1e-6;
constexpr double longest_time_ns = 1e18;

// Tasks a second outside of these are a broken clock. They keep every ratio and product of two far from overflow.
constexpr double lowest_rate = 1e-9;
constexpr double highest_rate = 1e15;

// The numbers of one row.
struct measurement {
  double real_ns = 0;  // per iteration, which for our own results is a task; 0 where the file has none of use
  double cpu_ns = 0;
  std::int64_t iterations = 0;
  std::map<std::string, double, std::less<>> counters = {};  // finite numbers only, named as in the file

  std::optional<double> counter(std::string_view name) const;
  // "real_time" and "cpu_time" in ns where above 0, a counter, or what the table of metrics derives from counters.
  std::optional<double> value(std::string_view metric) const;
};

// Of several repetitions in one process, as one: the median of each number over those that have it. Not of none.
measurement median_of(std::span<const measurement* const> repetitions);

// One row: one fresh process that measured one cell, or one repetition within a process, or why there is no number.
struct sample_record : measurement {
  std::string cell;  // "io_echo/coroutines/in_flight:8"; what no other cell of the file is called
  // Of a file that isn't the suite's, as far as the name says: a cell that no other has.
  std::string workload;
  std::string runner;
  std::int64_t in_flight = 1;
  parameter_map parameters;
  std::int64_t sample = 0;  // 0-based; unique within cell and file
  failure_kind failure = failure_kind::none;
  std::string failure_message;
  std::string label;  // "backend=io_uring"

  // Tasks a second, or iterations where the file counts no items; absent where that can't be a rate.
  std::optional<double> rate() const;
};

// What Google Benchmark's own context says, of the suite's files too; empty and 0 where it doesn't.
struct library_context {
  std::string date;  // ISO 8601, as in the file
  std::int64_t cores = 0;
  std::string caches;      // in words that are equal where the caches are
  std::string build_type;  // the library's own
  std::string version;
  std::string cpu_model;  // these two by --benchmark_context=cpu_model=...
  std::string compiler;
};

// One file.
struct run_record {
  std::filesystem::path path;
  machine_state machine_then;           // for what the audit of the suite doesn't say
  bool plain_google_benchmark = false;  // without context.interleave: no kinds, families, audit or ideal bound
  std::string run_id;
  std::string identity;  // what tells these measurements from all others: the run's id, else the content
  library_context library;
  std::string suite_version;
  std::string started;   // ISO 8601, UTC
  std::string finished;  // empty when the run isn't complete
  std::string profile;
  std::string placement;
  std::string settings;  // placement and time per sample, in words that are equal where they are; the suite's only
  std::optional<double> run_seconds;
  std::optional<double> sample_time_s;
  std::optional<std::int64_t> samples_per_cell;
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

// What is refused before it can cost memory or time. Far above any run the suite can make.
struct read_limits {
  std::uintmax_t file_bytes = std::uintmax_t{256} << 20U;
  std::size_t depth = 32;          // results.json needs 6
  std::size_t values = 4'000'000;  // JSON values in one file; a row has about 60
  std::size_t workloads = 4096;    // distinct workload and parameter combinations, over all files
  std::size_t runners = 64;
  std::size_t levels = 128;  // distinct in_flight
  std::size_t cells = 4096;
};

// Reads files, or those that folders stand for: result_files(). Where there are several, a process of Google Benchmark
// counts once in each cell: its repetitions agree with each other more than processes do. Throws input_error, also for
// files that hold the same measurements.
run_results read(std::span<const std::filesystem::path> paths, const read_limits& limits = {});

// One file's text from memory; `path` only names it in errors.
run_record read_text(std::string_view text, const std::filesystem::path& path, const read_limits& limits = {});

}  // namespace interleave::reports
