// A gate from beginning to end, on real ground: its executables, its folder, its log, its processes. What
// `interleave gate` calls.
#pragma once

#include "benchmarks/driver/progress.hpp"
#include "tracking/gate/gate_log.hpp"
#include "tracking/gate/gate_loop.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interleave::gate {

struct gate_request {
  std::filesystem::path base;
  std::filesystem::path candidate;
  std::filesystem::path control;  // the executable of the built-in control cells
  std::string filter;             // a regular expression (ECMAScript) that matches somewhere in a name; empty: all
  std::string controls;           // the same, of cells of the base that serve as controls
  tracking::gate_rules rules;
  std::chrono::nanoseconds budget{};
  std::chrono::nanoseconds timeout{};   // of a process; 0: as the budget allows
  std::chrono::nanoseconds min_time{};  // of a process; 0: as the budget allows
  tracking::gate_step last_step = tracking::gate_step::replicate;
  std::uint64_t seed = 0;
  std::string runner_id;                      // empty: the host's name
  std::filesystem::path folder;               // empty: results/<time>-<host>-gate
  std::vector<std::filesystem::path> merged;  // logs of other runners, whose measurements come first
  std::vector<std::string> arguments;         // as typed
};

struct resume_request {
  std::filesystem::path folder;
  std::optional<std::chrono::nanoseconds> budget{};  // absent: that of the first sitting
  std::chrono::nanoseconds timeout{};                // 0: as the budget allows
  tracking::gate_step last_step = tracking::gate_step::replicate;
  std::vector<std::filesystem::path> merged;
};

struct gate_end {
  std::filesystem::path folder;
  tracking::gate_record record;  // read back from the logs
  loop_end loop;
  std::chrono::nanoseconds budget{};
};

// Both throw usage_error, reports::input_error or driver::storage_error; start_gate() leaves no folder then, unless
// measuring had begun.
gate_end start_gate(const gate_request& request, driver::progress& shown);
gate_end resume_gate(const resume_request& request, driver::progress& shown);

// Cells to be compared in the base's order, then those in one executable only; controls last, the built-in ones at the
// very end. Throws usage_error for a pattern that is none, or where nothing is left to compare.
struct cell_selection {
  std::vector<tracking::gate_cell> cells;
  std::vector<std::string> only_in_base;
  std::vector<std::string> only_in_candidate;
};
cell_selection select_cells(const std::vector<std::string>& base, const std::vector<std::string>& candidate,
                            const std::vector<std::string>& built_in, const std::string& filter,
                            const std::string& controls);

// The time of a process with which all three steps fit into the budget, if the machine is noisy (most pairs in the
// second step) and few cells are candidates (one, and 3 % of the others).
std::chrono::nanoseconds min_time_for(std::chrono::nanoseconds budget, std::span<const tracking::gate_cell> cells,
                                      const tracking::gate_rules& rules);

// After which a process is ended that may take no longer: a tenth of the budget, which no cell that fits into it takes;
// ten seconds at least, five minutes at most. A later sitting may have a small budget for the little that is left to
// do, and its processes take what they took: of its budget and the first one's, the larger counts.
std::chrono::nanoseconds timeout_for(std::chrono::nanoseconds budget, std::optional<double> first_budget_s = {});

}  // namespace interleave::gate
