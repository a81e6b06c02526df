// A run from beginning to end, with real folders, files and processes: what `interleave run` calls.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/progress.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace interleave::driver {

struct run_request {
  run_settings settings;         // a memory limit of 0: most of what is free
  json description;              // of the cells to measure, see describe()
  std::filesystem::path folder;  // empty: a new one, results/<run id>
};

struct run_end {
  std::filesystem::path folder;  // empty: a signal came before anything was measured, and none is left
  bool complete = false;
  bool has_measured = false;  // a sample, or what a task costs alone
  std::size_t failed_cells = 0;
  std::size_t measured_cells = 0;  // have a number
  std::size_t cells = 0;
  std::optional<int> signal;  // that stopped the run early
};

// The run cannot go on, but not because of a sample: the disk is full, the bench executable is gone. The message says
// what to do.
class run_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The bench executable's description of itself, restricted by its own options. Throws usage_error with the executable's
// message if it refuses the selection, run_error if it does not work.
json describe(const std::filesystem::path& bench, const std::vector<std::string>& selection);

// The row of one sample outside any run, for what has to be known before a run can be planned. Throws run_error if the
// sample fails.
json sample_beforehand(const std::filesystem::path& bench, const std::string& cell, const std::string& placement,
                       std::chrono::nanoseconds sample_time);

// Returns the command that resumes the run in a folder, for people to copy.
using resume_command = std::function<std::string(const std::filesystem::path& folder)>;

// Says what results, as results.json holds them, leave open: the cells of each open question, by name.
struct named_question {
  std::vector<std::string> cells;
  std::size_t samples_to_decide = 0;  // of each; 0 if unknown
};
using results_judge = std::function<std::vector<named_question>(const json& results)>;

// `judge` is only asked if the plan has looks.
run_end start_run(const std::filesystem::path& bench, const run_request& request, progress& shown,
                  const resume_command& command_to_resume, const results_judge& judge = nullptr);
run_end resume_run(const std::filesystem::path& bench, const std::filesystem::path& folder, progress& shown,
                   const resume_command& command_to_resume, const results_judge& judge = nullptr);

}  // namespace interleave::driver
