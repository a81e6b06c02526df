// What a gate has measured, as its rules and its log see it: cells, rounds, pairs of fresh processes, failures. Plain
// data; who measured it, and on how many machines, makes no difference to it.
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

// Shares are fractions: 0.03 is 3 %. They are slowdowns of the candidate, base = 1.
struct gate_rules {
  // 1. Screen: which cells deserve a closer look?
  std::size_t screen_pairs = 12;
  double screen_p = 0.10;
  double screen_median = 0.02;
  // 2. Confirm: are they slower than the margin?
  double margin = 0.03;
  double confirm_p = 0.01;         // of the family of candidates
  double confirm_spread = 0.02;    // standard deviation of d for which the least pairs are enough
  std::size_t confirm_least = 15;  // pairs
  std::size_t confirm_most = 60;   // up to which the signed-rank test is exact
  std::size_t open_least = 30;     // pairs of a cell that is no candidate, and can't be passed by its screen
  // 3. Replicate: once more, from new processes.
  std::size_t replicate_pairs = 15;
  double replicate_p = 0.05;
  // What else is said of a cell.
  double warn_margin = 0.02;
  double warn_share = 0.10;  // of false ones among the warnings
  double pass_below = 0.10;  // the upper bound of a slowdown
  double confidence = 0.95;  // of intervals
  // The guard.
  double foreign_share = 0.05;  // of CPU time, steal included, beyond which a round is dropped
  double kept_share = 0.80;     // of the rounds of a step on a runner
  double control_moved = 0.03;
  std::size_t least_controls = 3;
  // Of a control cell, at least: they have to be known well.
  std::size_t control_pairs_a_step = 48;
  std::size_t control_pairs_a_round = 2;
  // A process may fail once by accident.
  std::size_t failures_until_given_up = 2;

  bool operator==(const gate_rules&) const = default;
};

// Per iteration, in ns.
struct process_times {
  double real_ns = 0;
  double cpu_ns = 0;
};

// Whose code runs in the arms of a cell.
enum class gate_source {
  compared,  // base's in the one, candidate's in the other
  base,      // base's in both: a control cell that the user chose
  built_in,  // this suite's own in both: a control cell that is always there
};
inline constexpr std::array gate_sources{gate_source::compared, gate_source::base, gate_source::built_in};
std::string_view name_of(gate_source source);

struct gate_cell {
  std::string name;  // as --benchmark_list_tests writes it
  gate_source source = gate_source::compared;

  bool is_control() const { return source != gate_source::compared; }
  bool operator==(const gate_cell&) const = default;
};

// The machine and the sitting that a round belongs to.
struct gate_runner {
  std::string id;
  std::string started{};  // ISO 8601, UTC; empty where the log doesn't say
  std::string host;
  std::string cpu_model;
  std::string kernel;
  std::uint64_t cores = 0;
  std::uint64_t seed = 0;
};

// One pass over the cells that a step still wants.
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
  bool load_may_explain = false;       // it took too long, or was killed as the kernel does when memory is short
};

struct gate_record {
  gate_rules rules;
  std::vector<gate_cell> cells;  // names are unique
  std::vector<std::string> only_in_base;
  std::vector<std::string> only_in_candidate;
  bool same_executable = false;  // in both arms
  std::vector<gate_runner> runners;
  std::vector<gate_round> rounds;  // finished ones
  std::vector<gate_pair> pairs;    // of finished rounds, in the order measured
  std::vector<gate_failure> failures;
};

}  // namespace interleave::tracking
