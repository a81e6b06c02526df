// Results in the form that a comparison needs: one cell per benchmark, one measurement per repetition or fresh process,
// and what is known of machine and build. Rows that failed or were skipped are kept, marked as such.
#pragma once

#include "reports/errors.hpp"
#include "reports/results/machine_state.hpp"
#include "reports/results/run_results.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct recorded_cell {
  std::string name;
  std::string parameters;  // "delay 5ms"; normalised, so that equal parameters have equal texts; only from the suite
  std::vector<measurement> measurements;
  std::vector<std::string> failures;  // messages of rows that failed or were skipped
  std::size_t skipped = 0;            // number of failures that were skipped or unsupported rather than failed
  std::size_t partly_failed = 0;      // number of failures from processes that have a measurement as well

  // The number of rows or, after joining several processes, of processes.
  std::size_t samples() const { return measurements.size() + failures.size() - partly_failed; }

  // measurement::value() of every measurement that has one.
  std::vector<double> values(std::string_view metric) const;

  // Whether no measurement was ever intended.
  bool is_skipped() const;
};

struct recording {
  std::filesystem::path path;
  std::string date;                              // ISO 8601, as in the file
  std::string host;                              // all hosts if there are several files: "lab-7, lab-8"
  std::string cpu_model;                         // empty if unknown; plain Google Benchmark doesn't record it
  std::string caches;                            // normalised, so that equal caches have equal texts
  std::int64_t cores = 0;                        // 0: unknown
  std::string compiler;                          // as far as known
  std::string build_type;                        // "release", "release with sanitizer address"; lower case
  std::string settings;                          // from the suite: placement and time per sample, normalised
  std::string version;                           // the suite's; empty for other programs
  std::string library_version;                   // of Google Benchmark
  std::vector<reports::machine_state> machines;  // one for each file
  bool is_suite_result = false;
  bool fresh_processes = false;      // every measurement of a cell comes from a process of its own
  std::vector<recorded_cell> cells;  // in the file's order; names are unique

  const recorded_cell* find(std::string_view name) const;
};

// The names of all metrics that any of these cells has a value of, also of those that are derived from other metrics:
// times first, then by name.
std::vector<std::string> metrics_in(std::span<const recorded_cell* const> cells);

// The error for a metric that none of these cells has a value of. `where`: the file or option it was asked for of.
input_error no_such_metric(std::span<const recorded_cell* const> cells, const std::string& where,
                           std::string_view metric);

// Why two recordings don't measure the same thing, one text each: "CPU (A / B)". Unknown properties count as equal.
// Compiler, suite and library may differ: many comparisons are about exactly that.
std::vector<std::string> differences(const recording& one, const recording& other);

// The measurements of all files, cell by cell. Each fact about machine and build is taken from the first file that has
// it. `path`: where they were read from. Throws input_error for files of different machines or builds. Precondition: at
// least one run.
recording recording_of(const run_results& results, const std::filesystem::path& path);

// Reads a file or folder, then does the same. Throws input_error.
recording read_recording(const std::filesystem::path& path, const read_limits& limits = {});

}  // namespace interleave::reports
