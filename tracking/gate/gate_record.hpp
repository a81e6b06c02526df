// What a gate has measured, as its rules and its log see it: cells, rounds, pairs of fresh processes, failures. Plain
// data, the same whether one machine measured it or several.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

enum class gate_step { screen, confirm, replicate };
inline constexpr std::array gate_steps{gate_step::screen, gate_step::confirm, gate_step::replicate};
std::string_view name_of(gate_step step);

enum class gate_arm { base, candidate };
std::string_view name_of(gate_arm arm);

// Shares are fractions: 0.03 is 3 %. Slowdowns are those of the candidate relative to the base.
struct gate_rules {
  // 1. Screen: which cells deserve a closer look?
  std::size_t screen_pairs = 12;
  double screen_p = 0.10;
  double screen_median = 0.02;
  // 2. Confirm: are they slower than the margin?
  double margin = 0.03;
  double confirm_p = 0.01;         // familywise, over the candidates
  double confirm_spread = 0.02;    // standard deviation of d up to which `confirm_least` pairs are enough
  std::size_t confirm_least = 15;  // pairs
  std::size_t confirm_most = 60;   // the signed-rank test is exact up to this many
  std::size_t open_least = 30;     // minimum for a cell that is no candidate, but that the screen alone can't pass
  // 3. Replicate: does the slowdown show again in new processes?
  std::size_t replicate_pairs = 15;
  double replicate_p = 0.05;
  // Warnings, passes and intervals.
  double warn_margin = 0.02;
  double warn_share = 0.10;  // false discovery rate of warnings
  double pass_below = 0.10;  // a cell passes if its slowdown's upper bound is below this
  double confidence = 0.95;  // of intervals
  // The guard.
  double foreign_share = 0.05;  // of CPU time, steal included; a round above it is dropped
  double kept_share = 0.80;     // minimum share of a step's rounds on one runner that must be kept
  double control_moved = 0.03;
  std::size_t least_controls = 3;
  // Minimum pairs per control cell and step: a noisy control cell could otherwise move by chance.
  std::size_t control_pairs_a_step = 48;
  std::size_t control_pairs_a_round = 2;
  // A single failure may be an accident.
  std::size_t failures_until_given_up = 2;

  bool operator==(const gate_rules&) const = default;
};

// Times per iteration, in ns.
struct process_times {
  double real_ns = 0;
  double cpu_ns = 0;
};

// Whose code runs in the two arms of a cell.
enum class gate_source {
  compared,  // the base's in one, the candidate's in the other
  base,      // the base's in both: a control cell that the user chose
  built_in,  // this suite's own in both: a control cell of every gate
};
inline constexpr std::array gate_sources{gate_source::compared, gate_source::base, gate_source::built_in};
std::string_view name_of(gate_source source);

struct gate_cell {
  std::string name;  // as --benchmark_list_tests writes it
  gate_source source = gate_source::compared;

  bool is_control() const { return source != gate_source::compared; }
  bool operator==(const gate_cell&) const = default;
};

// The machine and the session (a start or a --resume) that a round belongs to.
struct gate_runner {
  std::string id;
  std::string started{};  // ISO 8601, UTC; empty where the log doesn't say
  std::string host;
  std::string cpu_model;
  std::string kernel;
  std::uint64_t cores = 0;
  std::uint64_t seed = 0;
};

// One pass over the cells that still need pairs in a step.
struct gate_round {
  gate_step step = gate_step::screen;
  std::size_t runner = 0;                   // index into gate_record::runners
  std::optional<double> foreign_share = 0;  // absent where the machine doesn't tell
  double steal_share = 0;
};

struct gate_pair {
  std::size_t round = 0;  // index into gate_record::rounds
  std::size_t cell = 0;   // index into gate_record::cells
  process_times base;
  process_times candidate;
};

struct gate_failure {
  std::size_t cell = 0;
  gate_arm arm = gate_arm::base;
  std::string message;
  std::optional<std::size_t> round{};  // index into gate_record::rounds; absent where that round never ended
  bool load_may_explain = false;       // a timeout, or killed by SIGKILL as when the kernel runs out of memory
};

struct gate_record {
  gate_rules rules;
  std::vector<gate_cell> cells;  // names are unique
  std::vector<std::string> only_in_base;
  std::vector<std::string> only_in_candidate;
  bool same_executable = false;  // both arms run the same file
  std::vector<gate_runner> runners;
  std::vector<gate_round> rounds;  // finished ones
  std::vector<gate_pair> pairs;    // of finished rounds, in the order measured
  std::vector<gate_failure> failures;
};

}  // namespace interleave::tracking
