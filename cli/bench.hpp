// Finding the bench executable, and asking it what it can do.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "cli/commands.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace interleave::cli {

// --bench, else the environment's INTERLEAVE_BENCH, else beside this program. Throws usage_error where nothing is there
// that could be run.
std::filesystem::path find_bench(const program& shared);

void add_placement(CLI::App& command, std::string& placement);

// The options that select cells. The bench executable knows what they mean; here they are only passed on.
struct selection_options {
  bool quick = false;
  bool full = false;
  std::vector<std::string> workloads;
  std::vector<std::string> runners;
  std::vector<std::string> in_flight;
  std::vector<std::string> assignments;
  std::string placement = "free";

  void add_to(CLI::App& command);
  // Narrower than the profile itself.
  [[nodiscard]] bool narrows() const;
  [[nodiscard]] std::vector<std::string> as_arguments() const;
};

// The description of the selected cells. A usage_error for a mistyped name suggests the right one.
driver::json describe_selection(const std::filesystem::path& bench, const selection_options& selection);

}  // namespace interleave::cli
