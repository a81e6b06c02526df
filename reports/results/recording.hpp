// Results as a comparison needs them, a view of what was read: one cell per benchmark, one measurement per repetition
// or fresh process, and what is known of machine and build. Rows that failed or were skipped are kept as such.
#pragma once

#include "reports/results/machine_state.hpp"
#include "reports/results/run_results.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

struct recorded_cell {
  std::string name;
  std::string parameters;  // "delay 5ms", in words that are equal where they are; the suite's only
  std::vector<measurement> measurements;
  std::vector<std::string> failures;  // messages of rows that failed or were skipped
  std::size_t skipped = 0;            // of the failures, those that were skipped or unsupported rather than failed
  std::size_t partly_failed = 0;      // of the failures, those of processes that have a measurement as well

  // Rows, or where several processes are joined, processes.
  std::size_t samples() const { return measurements.size() + failures.size() - partly_failed; }

  // Of every measurement that has it: measurement::value().
  std::vector<double> values(std::string_view metric) const;

  // Whether it was never meant to have a measurement here.
  bool is_skipped() const;
};

struct recording {
  std::filesystem::path path;
  std::string date;             // ISO 8601, as in the file
  std::string host;             // of several files all of them: "lab-7, lab-8"
  std::string cpu_model;        // empty where the file doesn't say, as Google Benchmark's never do by themselves
  std::string caches;           // in words that are equal where the caches are
  std::int64_t cores = 0;       // 0 where the file doesn't say
  std::string compiler;         // as far as the file says
  std::string build_type;       // "release", "release with sanitizer address"; small letters
  std::string settings;         // of the suite: placement and time per sample, in words that are equal where they are
  std::string version;          // of the suite; empty for others
  std::string library_version;  // of Google Benchmark
  std::vector<reports::machine_state> machines;  // of each file
  bool is_suite_result = false;
  bool fresh_processes = false;      // every measurement of a cell comes from a process of its own
  std::vector<recorded_cell> cells;  // in the file's order; names are unique
  // The files it was read from, by what tells their measurements from all others: the suite's run_id, else the content.
  std::map<std::string, std::filesystem::path> files;

  const recorded_cell* find(std::string_view name) const;
};

// What keeps two recordings from being measurements of one thing, each in words: "CPU (A / B)". What a file doesn't say
// differs from nothing. Compiler, suite and library may differ: they are what many comparisons are about.
std::vector<std::string> differences(const recording& one, const recording& other);

// What was read from `path`: the measurements of its files joined cell by cell. Throws input_error for files of
// different machines or builds. Precondition: at least one run.
recording recording_of(const run_results& results, const std::filesystem::path& path);

// The same of a file or a folder. Throws input_error.
recording read_recording(const std::filesystem::path& path, const read_limits& limits = {});

// Measurements of several recordings, joined cell by cell, where a process counts once: repetitions within one become
// their median. A single recording stays as it is. What is known of machine and build is what the first says that says
// it. Throws input_error where there are differences(), and where two hold the same measurements.
// Precondition: not empty.
recording joined(std::span<const recording> recordings);

}  // namespace interleave::reports
