// Options that all measuring commands share, apart from the selection of cells; and how such a command ends.
#pragma once

#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/progress.hpp"
#include "benchmarks/driver/session.hpp"
#include "cli/commands.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

namespace interleave::cli {

// A command's defaults.
struct measuring_defaults {
  int samples = 6;  // the fewest that a statement can rest on
  std::chrono::nanoseconds sample_time = std::chrono::milliseconds(60);
};

struct measuring_options {
  int samples = 0;
  std::string time_per_sample;
  std::uint64_t seed = 0;
  std::string timeout = "30s";
  std::string memory_limit;
  std::string out;
  bool no_report = false;

  // The help texts of --samples and --time-per-sample state the defaults, which differ between commands.
  void add_to(CLI::App& command, const std::string& samples_help, const std::string& time_help);
  // All settings but profile and placement, which the command sets itself.
  [[nodiscard]] driver::run_settings settings(const CLI::App& command, const program& shared,
                                              const measuring_defaults& defaults) const;
};

driver::progress progress_on_stderr(const program& shared);
std::string resume_command(const program& shared, const std::filesystem::path& folder);
// Writes and prints the report, or how to resume the run; returns the exit code.
int finish(const driver::run_end& end, bool no_report, const program& shared);

}  // namespace interleave::cli
