// The gate's three steps as a pure function of the measurements: gives the verdict so far, and what to measure next.
// Reads no file, starts no process, draws no random number: the same record gives the same verdict, bit for bit.
//
// The unit is d = ln(candidate / base) of one pair of fresh processes. Tests are one-sided signed-rank tests of d (see
// signed_rank.hpp); shares of the rules enter as ln(1 + share). Repetitions within a process never count as samples.
//
//  1. Screen: every cell, 12 pairs. Those with p < .10 for "no slowdown" and a median of at least +2 % are candidates.
//  2. Confirm: candidates only, in new processes, n = clamp(ceil(15 (s / 2 %)^2), 15, 60) pairs. "Slowdown <= margin"
//     must be rejected at .01 after Holm's adjustment over the candidates. s is the standard deviation of d: either the
//     cell's own in the screen or the median over the control cells, whose two arms run the same code, whichever is
//     larger. It includes outliers on purpose: with two of them against it, no p of 15 pairs is below .01.
//     A cell that is no candidate, but whose upper bound after the screen isn't below 10 %, is measured along, with at
//     least 30 pairs: if processes are outliers now and then, some of many cells get several of them in a dozen pairs.
//  3. Replicate: cells that passed step 2, 15 more pairs. Needs p < .05 for "no slowdown" and a median beyond the
//     margin.
// A cell that passes all three is a regression. The others:
//   - warn: step 2's p-value for "slowdown <= 2 %", adjusted over the candidates by Benjamini and Hochberg, is at most
//     .10, and the upper bound of the slowdown is below 10 %;
//   - pass: the upper bound is below 10 %;
//   - inconclusive: it isn't, or the cell doesn't have all its pairs.
//
// The effect of a cell and its interval are the Hodges-Lehmann estimate of d and its 95 % interval, as exp(d) - 1. They
// use the screen's pairs or, for a cell measured in steps 2 and 3, only the pairs of those steps, which are free of the
// selection bias that the screen's have.
//
// Wall time is compared, except in a cell that only computes, on one thread; there it is CPU time. Such a cell's name
// doesn't ask for another time ("/threads:", "/real_time", "/process_time", "/manual_time"), and in both arms the
// screen's median of CPU time / wall time lies between 0.95 and 1.02. The texts mention it when the time that isn't
// compared went up.
//
// The guard: a round in which other processes took more than 5 % of the machine's CPU time (steal included) is dropped
// and repeated, until more than 20 % of a step's rounds would be dropped. The run is then inconclusive, whatever its
// cells look like; so it is where, in a step on a runner, a control cell's effect exceeds 3 % either way, or fewer than
// three control cells have six pairs (once six rounds count). The guard never makes a run fail. A control cell is
// measured at least twice a round, and often enough for 48 pairs in a step: with 24, a noisy one exceeds 3 % by chance
// in every fifth run.
//
// A cell whose process fails twice in an arm is given up. Failing in one arm only is an error, whatever the guard says,
// as load explains no crash. Load may explain a timeout or a killed process; such failures don't count in dropped
// rounds. A cell that fails twice in both arms was not measured, and says nothing about the candidate. One that fails
// twice in one arm and once in the other is inconclusive.
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

// One step of one cell. Everything is absent while the cell has no pairs in that step.
struct step_result {
  std::size_t pairs = 0;                  // in rounds that were not dropped
  std::size_t wanted = 0;                 // 0: the cell has no part in this step
  std::optional<double> median;           // slowdown
  std::optional<double> p;                // of the step's own hypothesis
  std::optional<double> adjusted_p;       // confirm step only: by Holm
  std::optional<double> warn_adjusted_p;  // confirm: of "slowdown <= 2 %", by Benjamini and Hochberg
  bool passed_on = false;                 // to the next step; after the last one: a regression
};

struct cell_verdict {
  std::string name;
  bool is_control = false;
  gate_outcome outcome = gate_outcome::inconclusive;
  std::string reason;  // empty for pass, warn and regression
  gate_metric metric = gate_metric::real_time;
  std::array<step_result, gate_steps.size()> steps;
  std::optional<reports::estimate> slowdown;       // as a fraction, of the time that `metric` names
  std::optional<reports::estimate> real_slowdown;  // by wall time
  std::optional<reports::estimate> cpu_slowdown;   // by CPU time
  std::size_t pairs = 0;                           // that these estimates rest on
  // The smallest slowdown that each of the three steps would detect with a probability of 80 %, at this cell's spread
  // (see smallest_visible_slowdown()). Absent before the screen is complete.
  std::optional<double> smallest_visible;
};

// What to measure next: rounds of these cells. They include control cells, which may be measured several times a round.
struct gate_wish {
  gate_step step = gate_step::screen;
  std::vector<std::size_t> cells{};  // indices into gate_record::cells
  std::size_t rounds = 0;            // still missing, if none of them is dropped
};

struct gate_verdict {
  gate_outcome outcome = gate_outcome::inconclusive;  // of the whole run; never not_measured
  std::vector<std::string> objections;                // raised by the guard, whole sentences
  std::vector<cell_verdict> cells;                    // parallel to gate_record::cells, controls included
  std::optional<gate_wish> next;                      // absent: there is nothing more to measure
  std::size_t rounds = 0;
  std::size_t rounds_dropped = 0;
};

// Preconditions: the record's indices are valid, times are positive, every d is finite.
gate_verdict judge(const gate_record& record);

// False for a round that the guard drops.
bool is_kept(const gate_round& round, const gate_rules& rules);

// How often a control cell is measured in each round of a step of `rounds` rounds. Precondition: rounds > 0.
std::size_t control_pairs_in(std::size_t rounds, const gate_rules& rules);

// The number of pairs in step 2, for this standard deviation of d.
std::size_t confirm_pairs(double deviation, const gate_rules& rules);

// 1.4826 times the median absolute deviation from the median (Hampel 1974). Precondition: not empty.
double spread_of(const std::vector<double>& differences);

// The largest of the slowdowns that screen, confirm (of a single candidate, with `pairs` pairs) and replicate would
// each detect with a probability of 80 %, if d is normal with this spread apart from outliers. A median has the
// variance pi/2 * spread^2 / n; the signed-rank test needs pi/3 times the pairs of a z-test (its asymptotic relative
// efficiency, Hodges and Lehmann 1956).
double smallest_visible_slowdown(double spread, std::size_t pairs, const gate_rules& rules);

}  // namespace interleave::tracking
