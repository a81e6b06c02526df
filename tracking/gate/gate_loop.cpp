// Measures rounds until the rules need no more, or the budget or a signal ends it.
#include "tracking/gate/gate_loop.hpp"

#include "benchmarks/driver/rounds.hpp"
#include "tracking/gate/gate_texts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace interleave::gate {
namespace {

using tracking::gate_arm;
using tracking::gate_step;
using tracking::process_result;

// A step that would overrun the budget by more than this share is abandoned, as half a step decides nothing. A smaller
// overrun is better than losing the verdict.
constexpr double tolerated_overrun = 0.10;

gate_arm other(gate_arm arm) {
  return arm == gate_arm::base ? gate_arm::candidate : gate_arm::base;
}

}  // namespace

std::vector<std::size_t> order_of_round(std::uint64_t seed, gate_step step, std::size_t round, std::size_t cells) {
  constexpr std::uint64_t streams_apart = std::uint64_t{1} << 32U;
  return driver::round_order(seed, static_cast<std::uint64_t>(step) * streams_apart + round, cells);
}

gate_loop::gate_loop(tracking::gate_record so_far, std::size_t next_round, measurer& how, driver::progress& shown,
                     driver::clock& time, std::function<void(std::string_view)> write_line,
                     std::function<void()> round_done)
    : record_(std::move(so_far)),
      round_(next_round),
      measurer_(how),
      progress_(shown),
      clock_(time),
      write_line_(std::move(write_line)),
      round_done_(std::move(round_done)),
      taken_by_cell_(record_.cells.size()) {
  for (std::size_t i = 0; i < record_.cells.size(); ++i)
    first_arm_.push_back((round_ + i) % 2 == 0 ? gate_arm::base : gate_arm::candidate);
}

loop_end gate_loop::run(const loop_limits& limits) {
  const auto start = clock_.monotonic();
  const double budget_s = driver::seconds_of(limits.budget);
  for (;;) {
    const tracking::gate_verdict verdict = tracking::judge(record_);
    if (!verdict.next) return {loop_stop::nothing_left, std::nullopt, 0};
    if (verdict.next->step > limits.last_step) return {loop_stop::last_step_done, std::nullopt, 0};
    const double left_s = budget_s - driver::seconds_of(clock_.monotonic() - start);
    const double wanted_s = seconds_wanted(verdict);
    if (wanted_s > left_s + tolerated_overrun * budget_s) return {loop_stop::budget, std::nullopt, wanted_s};
    if (!run_round(verdict)) return {loop_stop::signal, measurer_.interrupted(), 0};
  }
}

bool gate_loop::run_round(const tracking::gate_verdict& verdict) {
  const tracking::gate_wish& wish = *verdict.next;
  if (wish.step != shown_step_) round_of_step_ = 0;
  shown_step_ = wish.step;
  ++round_of_step_;

  const auto start = clock_.monotonic();
  const std::uint64_t seed = record_.runners.back().seed;
  std::vector<tracking::gate_pair> pairs;
  std::size_t done = 0;
  measurer_.begin_round();
  for (const std::size_t place : order_of_round(seed, wish.step, round_, wish.cells.size())) {
    show(verdict, wish.cells[place], done++);
    if (fails_in_this_round(wish.cells[place])) continue;
    if (!run_pair(wish.cells[place], pairs)) return false;
  }
  const machine_use use = measurer_.end_round();

  const double seconds = driver::seconds_of(clock_.monotonic() - start);
  write_line_(tracking::round_line({.round = round_,
                                    .step = wish.step,
                                    .foreign_share = use.foreign_share,
                                    .steal_share = use.steal_share,
                                    .seconds = seconds}));
  round_done_();
  record_.rounds.push_back({.step = wish.step,
                            .runner = record_.runners.size() - 1,
                            .foreign_share = use.foreign_share,
                            .steal_share = use.steal_share});
  for (tracking::gate_pair& pair : pairs) {
    pair.round = record_.rounds.size() - 1;
    record_.pairs.push_back(pair);
  }
  ++round_;
  return true;
}

bool gate_loop::run_pair(std::size_t cell, std::vector<tracking::gate_pair>& pairs) {
  const gate_arm first = first_arm_[cell];
  const gate_arm second = other(first);
  first_arm_[cell] = second;
  const auto start = clock_.monotonic();
  std::array<process_result, 2> results;  // by arm
  measurer_.begin_pair();
  for (const gate_arm arm : {first, second}) {
    if (measurer_.interrupted()) return false;
    results[static_cast<std::size_t>(arm)] = measurer_.run(record_.cells[cell], arm);
    if (measurer_.interrupted()) return false;  // the process was cut short
  }
  for (const gate_arm arm : {first, second}) note_failure(cell, arm, results[static_cast<std::size_t>(arm)]);
  const auto& [base, candidate] = results;
  if (!base.failure.empty() || !candidate.failure.empty()) return true;
  for (time_taken* taken : {&taken_by_cell_[cell], &taken_}) {
    ++taken->pairs;
    taken->seconds += driver::seconds_of(clock_.monotonic() - start);
  }
  write_line_(tracking::pair_line(round_, cell, first, base.times, candidate.times));
  pairs.push_back({.cell = cell, .base = base.times, .candidate = candidate.times});
  return true;
}

void gate_loop::note_failure(std::size_t cell, gate_arm arm, const process_result& result) {
  if (result.failure.empty()) return;
  record_.failures.push_back({cell, arm, result.failure, record_.rounds.size(), result.load_may_explain});
  write_line_(tracking::failure_line(round_, record_.failures.back()));
  const std::string sentence =
      fmt::format("failed: {} in the {}: {}", record_.cells[cell].name, name_of(arm), result.failure);
  progress_.say(tracking::shown(sentence), true);
}

// Control cells are measured several times a round, and one that hangs costs its timeout each time.
bool gate_loop::fails_in_this_round(std::size_t cell) const {
  std::array<std::size_t, 2> failures{};  // by arm
  for (const tracking::gate_failure& failure : record_.failures)
    if (failure.cell == cell && failure.round == record_.rounds.size())
      ++failures[static_cast<std::size_t>(failure.arm)];
  return std::ranges::max(failures) >= record_.rules.failures_until_given_up;
}

double gate_loop::seconds_wanted(const tracking::gate_verdict& verdict) const {
  const tracking::gate_wish& wish = *verdict.next;
  double seconds = 0;
  for (const std::size_t cell : wish.cells) {
    const tracking::step_result& step = verdict.cells[cell].steps[static_cast<std::size_t>(wish.step)];
    // Control cells take part in every round, however many pairs they have already.
    const std::size_t pairs = record_.cells[cell].is_control() ? wish.rounds : step.wanted - step.pairs;
    seconds += static_cast<double>(pairs) * seconds_of_pair(cell);
  }
  return seconds;
}

double gate_loop::seconds_of_pair(std::size_t cell) const {
  const time_taken& taken = taken_by_cell_[cell].pairs > 0 ? taken_by_cell_[cell] : taken_;
  return taken.pairs == 0 ? 0 : taken.seconds / static_cast<double>(taken.pairs);
}

void gate_loop::show(const tracking::gate_verdict& verdict, std::size_t cell, std::size_t done) {
  const tracking::gate_wish& wish = *verdict.next;
  const double wanted_s = seconds_wanted(verdict);
  const auto share_done = static_cast<double>(done) / static_cast<double>(wish.rounds * wish.cells.size());
  driver::progress_state state{
      .phase = fmt::format("{}, round {} of {}", name_of(wish.step), round_of_step_, round_of_step_ - 1 + wish.rounds),
      .done = done,
      .total = wish.cells.size(),
      .failed = record_.failures.size(),
      .cell = tracking::shown(record_.cells[cell].name),
      .rate_per_s = std::nullopt,
      .seconds_left = std::nullopt};
  if (wanted_s > 0) state.seconds_left = wanted_s * (1 - share_done);
  progress_.show(state, clock_.monotonic());
}

}  // namespace interleave::gate
