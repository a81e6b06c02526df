// The gate's three steps as a pure function: from what was measured to what it means, and to what is to be measured
// next. Reads no file, starts nothing, draws no random number: the same record gives the same verdict, bit for bit.
//
// The unit is d = ln(candidate / base) of one pair of fresh processes. Tests are one-sided signed-rank tests of d (see
// signed_rank.hpp); shares of the rules enter as ln(1 + share). Repetitions within a process never count as samples.
//
//  1. Screen, every cell, 12 pairs: p < .10 of "no slowdown", and a median of at least +2 %, make a candidate.
//  2. Confirm, candidates only, from new processes: n = clamp(ceil(15 (s / 2 %)^2), 15, 60) pairs. Rejected is
//     "slowdown <= margin", at .01 after Holm's adjustment over the candidates. s is the standard deviation of d, the
//     larger of the cell's own in the screen and the median of the control cells', which are the same-against-same
//     measurement at hand. Outliers belong to it: with two of them against it, no p of 15 pairs is below .01.
//     A cell that is no candidate, but whose upper bound after the screen isn't below 10 %, is measured along, at least
//     30 pairs: where processes are outliers now and then, some of many cells have several in a dozen pairs.
//  3. Replicate, the survivors, 15 more pairs: p < .05 of "no slowdown" and a median beyond the margin.
//  A cell that passes all three is a regression. Of the others:
//   - warn: step 2's p-values of "slowdown <= 2 %", adjusted by Benjamini and Hochberg over the candidates, are at most
//     .10, and the upper bound of the slowdown is below 10 %;
//   - pass: the upper bound is below 10 %;
//   - inconclusive: it isn't, or the cell doesn't have all its pairs.
//
// The effect of a cell and its interval are the Hodges-Lehmann estimate of d and its 95 % interval, taken back by
// exp - 1, over the screen's pairs; for a cell of steps 2 and 3 over the pairs of those, which its selection has not
// bent.
//
// Wall time is compared. CPU time is compared instead in a cell that runs on one thread and does nothing but compute:
// its name asks for nothing else ("/threads:", "/real_time", "/process_time", "/manual_time"), and in both arms the
// screen's median of CPU time / wall time lies between 0.95 and 1.02. Where the other one went up, the texts say so.
//
// The guard: a round in which others took more than 5 % of the machine's CPU time (steal included) is dropped, and
// another takes its place, until more than 20 % of a step's rounds would be dropped. Then, or where a control cell's
// effect in a step on a runner is beyond 3 % either way, or fewer than three control cells have six pairs there
// (once six of its rounds count), the run is inconclusive, whatever the cells look like. It never fails for such a run.
// A control cell is measured at least twice a round, and so often that it has at least 48 pairs in a step: of 24, one
// that neighbours make noisy is beyond 3 % by chance in every fifth run.
//
// A cell whose process fails twice in an arm is given up. Failing in one arm only is an error, whatever the guard says:
// load explains no crash. It may explain that a process took too long or was killed; those don't count in rounds that
// are dropped. Failing twice in both arms, the cell was not measured, and says nothing about the candidate. Where the
// other arm has failed once, it is inconclusive.
#pragma once

#include "reports/statistics/statistics.hpp"
#include "tracking/gate/gate_record.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

enum class gate_outcome { pass, warn, regression, inconclusive, error, not_measured };
std::string_view name_of(gate_outcome outcome);

enum class gate_metric { real_time, cpu_time };
std::string_view name_of(gate_metric metric);

// One step of one cell. Without pairs in that step all is absent.
struct step_result {
  std::size_t pairs = 0;                  // in rounds that were not dropped
  std::size_t wanted = 0;                 // 0: the step doesn't concern the cell
  std::optional<double> median;           // slowdown
  std::optional<double> p;                // of the step's own hypothesis
  std::optional<double> adjusted_p;       // confirm: by Holm
  std::optional<double> warn_adjusted_p;  // confirm: of "slowdown <= 2 %", by Benjamini and Hochberg
  bool passed_on = false;                 // to the next step; from the last one: a regression
};

struct cell_verdict {
  std::string name;
  bool is_control = false;
  gate_outcome outcome = gate_outcome::inconclusive;
  std::string reason;  // empty for pass, warn and regression
  gate_metric metric = gate_metric::real_time;
  std::array<step_result, gate_steps.size()> steps;
  std::optional<reports::estimate> slowdown;       // fractions; of what is judged, which `metric` says
  std::optional<reports::estimate> real_slowdown;  // by wall time
  std::optional<reports::estimate> cpu_slowdown;   // by CPU time
  std::size_t pairs = 0;                           // behind all of them
  // The smallest slowdown that each of the three steps would pass on with a chance of 80 %, for this cell's spread (see
  // smallest_visible_slowdown()). Absent before the screen is complete.
  std::optional<double> smallest_visible;
};

// What is to be measured next: a round of these cells. Control cells belong to it, as often as they are wanted in it.
struct gate_wish {
  gate_step step = gate_step::screen;
  std::vector<std::size_t> cells{};  // indices into gate_record::cells
  std::size_t rounds = 0;            // that are missing, if none of them is dropped
};

struct gate_verdict {
  gate_outcome outcome = gate_outcome::inconclusive;  // of the run; never not_measured
  std::vector<std::string> objections;                // of the guard, whole sentences
  std::vector<cell_verdict> cells;                    // parallel to gate_record::cells, controls among them
  std::optional<gate_wish> next;                      // absent: there is nothing more to measure
  std::size_t rounds = 0;
  std::size_t rounds_dropped = 0;
};

// Preconditions: indices of the record are valid, times are above 0, every d is finite.
gate_verdict judge(const gate_record& record);

// Whether a round counts.
bool is_kept(const gate_round& round, const gate_rules& rules);

// How often a control cell is measured in each round of a step of so many rounds. Precondition: there is a round.
std::size_t control_pairs_in(std::size_t rounds, const gate_rules& rules);

// Pairs that step 2 takes for a standard deviation of d.
std::size_t confirm_pairs(double deviation, const gate_rules& rules);

// 1.4826 times the median absolute deviation from the median (Hampel 1974). Precondition: not empty.
double spread_of(const std::vector<double>& differences);

// For pairs whose d is normal but for outliers, with that spread: the largest of the slowdowns that screen, confirm (as
// the only candidate, of `pairs` pairs) and replicate each find with a chance of 80 %. A median has the variance
// pi/2 * spread^2 / n; the signed-rank test needs pi/3 times the pairs of a z-test (its asymptotic relative efficiency,
// Hodges and Lehmann 1956).
double smallest_visible_slowdown(double spread, std::size_t pairs, const gate_rules& rules);

}  // namespace interleave::tracking
