// A gate from beginning to end, with real executables, folders, logs and processes. What `interleave gate` calls.
#pragma once

#include "benchmarks/driver/progress.hpp"
#include "benchmarks/driver/session.hpp"
#include "runners/system/system_files.hpp"
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
  std::string controls;           // the same, for cells of the base to use as control cells
  tracking::gate_rules rules;
  std::chrono::nanoseconds budget{};
  std::chrono::nanoseconds timeout{};   // per process; 0: derived from the budget
  std::chrono::nanoseconds min_time{};  // per process; 0: derived from the budget
  tracking::gate_step last_step = tracking::gate_step::replicate;
  std::uint64_t seed = 0;
  std::string runner_id;                      // empty: the host's name
  std::filesystem::path folder;               // empty: results/<time>-<host>-gate
  std::vector<std::filesystem::path> merged;  // logs of other runners, whose measurements come first
  std::vector<std::string> arguments;         // as typed
};

struct resume_request {
  std::filesystem::path folder;
  std::optional<std::chrono::nanoseconds> budget{};  // absent: that of the gate's first session
  std::chrono::nanoseconds timeout{};                // 0: derived from the budget
  tracking::gate_step last_step = tracking::gate_step::replicate;
  std::vector<std::filesystem::path> merged;
};

struct gate_end {
  std::filesystem::path folder;
  tracking::gate_record record;  // read back from the logs
  loop_end loop;
  std::chrono::nanoseconds budget{};
};

// Both throw usage_error, reports::input_error or driver::storage_error. start_gate() then leaves no folder behind,
// unless measuring had begun; from then on they throw driver::run_error, which says how to go on.
gate_end start_gate(const gate_request& request, driver::progress& shown,
                    const driver::resume_command& command_to_resume);
gate_end resume_gate(const resume_request& request, driver::progress& shown,
                     const driver::resume_command& command_to_resume);

// This machine, as it stands in the log's head. An empty `id`: the host's name.
tracking::gate_runner runner_of(const system_files& files, const std::string& id, std::uint64_t seed);

// First the cells to compare in the base's order, then those in one executable only, then the controls, built-in ones
// last. Throws usage_error for an invalid pattern, or where nothing is left to compare.
struct cell_selection {
  std::vector<tracking::gate_cell> cells;
  std::vector<std::string> only_in_base;
  std::vector<std::string> only_in_candidate;
};
cell_selection select_cells(const std::vector<std::string>& base, const std::vector<std::string>& candidate,
                            const std::vector<std::string>& built_in, const std::string& filter,
                            const std::string& controls);

// The minimum time per process with which all three steps fit into the budget, assuming a noisy machine (the most pairs
// in the second step) and few candidates (one, plus 3 % of the other cells).
std::chrono::nanoseconds min_time_for(std::chrono::nanoseconds budget, std::span<const tracking::gate_cell> cells,
                                      const tracking::gate_rules& rules);

// The time after which a process is ended: a tenth of the budget, as a cell that fits into the budget takes far less;
// at least ten seconds, at most five minutes. A resumed gate may be given a small budget for the little that is left,
// but its processes take as long as before: the larger of that budget and the first one counts.
std::chrono::nanoseconds timeout_for(std::chrono::nanoseconds budget, std::optional<double> first_budget_s = {});

}  // namespace interleave::gate
