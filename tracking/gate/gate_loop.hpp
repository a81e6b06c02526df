// The gate's loop: asks the rules what to measure next, measures one round of it, and writes every log line at once.
// Processes, files and time reach it only through interfaces: measurer, sink and clock.
#pragma once

#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/progress.hpp"
#include "tracking/gate/gate_log.hpp"
#include "tracking/gate/gate_rules.hpp"
#include "tracking/gate/measurer.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave::gate {

struct loop_limits {
  std::chrono::nanoseconds budget{};                               // of this session (a start or a --resume)
  tracking::gate_step last_step = tracking::gate_step::replicate;  // the steps after it are left to other runners
};

enum class loop_stop { nothing_left, last_step_done, budget, signal };

struct loop_end {
  loop_stop reason = loop_stop::nothing_left;
  std::optional<int> signal;
  double needed_s = 0;  // where the budget was too short for the next step: the time that step would still take
};

class gate_loop {
 public:
  // `so_far`: what this and other runners have measured; its last runner is this one. `next_round`: the first round
  // number that this runner's log hasn't used.
  gate_loop(
      tracking::gate_record so_far, std::size_t next_round, measurer& how, driver::progress& shown, driver::clock& time,
      std::function<void(std::string_view)> write_line, std::function<void()> round_done = [] {});

  // Lets exceptions of `write_line` and `round_done` through.
  loop_end run(const loop_limits& limits);

 private:
  // False if interrupted.
  bool run_round(const tracking::gate_verdict& verdict);
  // False if interrupted.
  bool run_pair(std::size_t cell, std::vector<tracking::gate_pair>& pairs);
  void note_failure(std::size_t cell, tracking::gate_arm arm, const tracking::process_result& result);
  // True once the cell has failed often enough in this round to be left out of the rest of it.
  [[nodiscard]] bool fails_in_this_round(std::size_t cell) const;
  // Estimated time for the rest of the current step, from the pairs measured so far; 0 before the first one. Failed
  // processes are left out of the estimate: a cell that never ends is given up long before it could cost its full
  // number of pairs.
  [[nodiscard]] double seconds_wanted(const tracking::gate_verdict& verdict) const;
  [[nodiscard]] double seconds_of_pair(std::size_t cell) const;
  void show(const tracking::gate_verdict& verdict, std::size_t cell, std::size_t done);

  tracking::gate_record record_;
  std::size_t round_;
  measurer& measurer_;
  driver::progress& progress_;
  driver::clock& clock_;
  std::function<void(std::string_view)> write_line_;
  std::function<void()> round_done_;

  // By cell: the arm that its next pair begins with. AB and BA alternate, and half of the cells start with each.
  std::vector<tracking::gate_arm> first_arm_;
  struct time_taken {
    std::size_t pairs = 0;
    double seconds = 0;
  };
  std::vector<time_taken> taken_by_cell_;
  time_taken taken_;  // by all pairs so far
  tracking::gate_step shown_step_ = tracking::gate_step::screen;
  std::size_t round_of_step_ = 0;
};

// The order of the cells in a round. Every step of every runner has its own random stream.
std::vector<std::size_t> order_of_round(std::uint64_t seed, tracking::gate_step step, std::size_t round,
                                        std::size_t cells);

}  // namespace interleave::gate
