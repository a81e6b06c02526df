// Finding the bench executable, and querying its workloads, runners and cells.
#pragma once

#include "benchmarks/driver/json.hpp"
#include "cli/commands.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace interleave::cli {

// --bench, else INTERLEAVE_BENCH from the environment, else beside this program. Throws usage_error if there is no
// executable file there.
std::filesystem::path find_bench(const program& shared);

void add_placement(CLI::App& command, std::string& placement, const std::vector<std::string>& choices);

// Options that select cells. Only the bench executable interprets them; here they are passed on.
struct selection_options {
  bool quick = false;
  bool full = false;
  std::vector<std::string> workloads;
  std::vector<std::string> runners;
  std::vector<std::string> in_flight;
  std::vector<std::string> assignments;
  std::string placement = "stratified";
  std::string timer_slack = "default";

  void add_to(CLI::App& command);
  // Whether anything beyond the profile restricts the selection.
  [[nodiscard]] bool narrows() const;
  [[nodiscard]] std::vector<std::string> as_arguments() const;
};

// Describes the selected cells. The usage_error for a mistyped name suggests the right one.
driver::json describe_selection(const std::filesystem::path& bench, const selection_options& selection);

}  // namespace interleave::cli
