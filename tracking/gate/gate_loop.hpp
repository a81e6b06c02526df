// The gate's loop: asks the rules what to measure next, measures a round of it, writes every line the moment it exists.
// Knows neither processes nor files nor real time, which come in as measurer, sink and clock.
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
  std::chrono::nanoseconds budget{};                               // of this sitting
  tracking::gate_step last_step = tracking::gate_step::replicate;  // what comes after it is left to others
};

enum class loop_stop { nothing_left, last_step_done, budget, signal };

struct loop_end {
  loop_stop reason = loop_stop::nothing_left;
  std::optional<int> signal;
  double needed_s = 0;  // that the step at hand would still take, where the budget was too short for it
};

class gate_loop {
 public:
  // `so_far`: what this and other runners have measured; the runner at work is its last. `next_round`: the first number
  // that this runner's log hasn't used.
  gate_loop(tracking::gate_record so_far, std::size_t next_round, measurer& how, driver::progress& shown,
            driver::clock& time, std::function<void(std::string_view)> write_line);

  // Throws what `write_line` throws.
  loop_end run(const loop_limits& limits);

 private:
  // False where it was interrupted.
  bool run_round(const tracking::gate_verdict& verdict);
  // False where it was interrupted.
  bool run_pair(std::size_t cell, std::vector<tracking::gate_pair>& pairs);
  void note_failure(std::size_t cell, tracking::gate_arm arm, const tracking::process_result& result);
  // Often enough to be given up.
  [[nodiscard]] bool fails_in_this_round(std::size_t cell) const;
  // What the step at hand still takes, by what pairs of its cells have taken so far; 0 before there was any. A
  // process that failed says nothing of it: one that never ends is given up before it has cost what a dozen would.
  [[nodiscard]] double seconds_wanted(const tracking::gate_verdict& verdict) const;
  [[nodiscard]] double seconds_of_pair(std::size_t cell) const;
  void show(const tracking::gate_verdict& verdict, std::size_t cell, std::size_t done);

  tracking::gate_record record_;
  std::size_t round_;
  measurer& measurer_;
  driver::progress& progress_;
  driver::clock& clock_;
  std::function<void(std::string_view)> write_line_;

  // By cell: the arm that its next pair begins with. AB and BA alternate, and half of the cells begin with either.
  std::vector<tracking::gate_arm> first_arm_;
  struct time_taken {
    std::size_t pairs = 0;
    double seconds = 0;
  };
  std::vector<time_taken> taken_by_cell_;
  time_taken taken_;  // by all of them
  tracking::gate_step shown_step_ = tracking::gate_step::screen;
  std::size_t round_of_step_ = 0;
};

// The order of a round's cells. Every step of every runner draws from a stream of its own.
std::vector<std::size_t> order_of_round(std::uint64_t seed, tracking::gate_step step, std::size_t round,
                                        std::size_t cells);

}  // namespace interleave::gate
