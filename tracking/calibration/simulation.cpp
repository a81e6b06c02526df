// Draws random pairs for whatever the rules ask to measure next, until they have a verdict. Uses Boost.Random because
// the standard library's distributions differ between implementations: here a seed gives the same suite everywhere.
#include "tracking/calibration/simulation.hpp"

#include "tracking/gate/gate_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <tbb/blocked_range.h>
#include <tbb/parallel_reduce.h>

namespace interleave::calibration {
namespace {

using tracking::gate_step;
using tracking::gate_steps;

constexpr std::size_t control_cells = 3;

class suite {
 public:
  suite(const suite_plan& plan, std::uint64_t seed) : plan_(plan), random_(seed) {
    record_.rules = plan.rules;
    for (std::size_t i = 0; i < plan.cells + control_cells; ++i)
      record_.cells.push_back({"", i < plan.cells ? tracking::gate_source::compared : tracking::gate_source::built_in});
    const std::size_t runners = plan.noise.runner_per_step ? gate_steps.size() : 1;
    record_.runners.resize(runners);
    build_.resize(plan.cells);
    for (double& bias : build_) bias = plan.noise.build_bias * normal_(random_);
    runner_.resize(runners);
    for (auto& biases : runner_) {
      biases.resize(plan.cells);
      for (double& bias : biases) bias = plan.noise.runner_bias * normal_(random_);
    }
  }

  tally run() {
    tracking::gate_verdict verdict = tracking::judge(record_);
    while (verdict.next) {
      measure(verdict);
      verdict = tracking::judge(record_);
    }
    return count(verdict);
  }

 private:
  std::size_t runner_of(gate_step step) const {
    return record_.runners.size() > 1 ? static_cast<std::size_t>(step) : 0;
  }

  // The mean of ln(candidate / base) for the pairs of a cell in a step.
  double shift_of(std::size_t cell, gate_step step) const {
    if (cell >= plan_.cells) return 0;
    const double injected = cell < plan_.slowed_cells ? std::log1p(plan_.slowdown) : 0;
    return injected + build_[cell] + runner_[runner_of(step)][cell];
  }

  double process_ns() {
    double logarithm = plan_.noise.spread / std::numbers::sqrt2 * normal_(random_);
    if (uniform_(random_) < plan_.noise.outlier_share) logarithm += plan_.noise.outlier_mean * exponential_(random_);
    return 1000 * std::exp(logarithm);
  }

  // All rounds that the step still wants. A cell that has all its pairs is left out of the remaining rounds.
  void measure(const tracking::gate_verdict& verdict) {
    const tracking::gate_wish& wish = *verdict.next;
    for (std::size_t round = 0; round < wish.rounds; ++round) {
      record_.rounds.push_back({.step = wish.step, .runner = runner_of(wish.step)});
      for (const std::size_t cell : wish.cells) {
        const auto& step = verdict.cells[cell].steps[static_cast<std::size_t>(wish.step)];
        if (!record_.cells[cell].is_control() && step.pairs + round >= step.wanted) continue;
        const double base = process_ns();
        const double candidate = process_ns() * std::exp(shift_of(cell, wish.step));
        // CPU time is half of wall time, as of a thread that also waits, so the rules compare wall time.
        record_.pairs.push_back({.round = record_.rounds.size() - 1,
                                 .cell = cell,
                                 .base = {base, base / 2},
                                 .candidate = {candidate, candidate / 2}});
      }
    }
  }

  // The true shift that a cell's interval should cover: the mean of the steps' shifts, weighted by their pairs.
  double shift_behind(std::size_t cell, const tracking::cell_verdict& verdict) const {
    const auto pairs = [&](gate_step step) {
      return static_cast<double>(verdict.steps[static_cast<std::size_t>(step)].pairs);
    };
    const double confirm = pairs(gate_step::confirm);
    const double replicate = pairs(gate_step::replicate);
    if (confirm + replicate == 0) return shift_of(cell, gate_step::screen);
    return (confirm * shift_of(cell, gate_step::confirm) + replicate * shift_of(cell, gate_step::replicate)) /
           (confirm + replicate);
  }

  tally count(const tracking::gate_verdict& verdict) const {
    using tracking::gate_outcome;
    tally result{.suites = 1};
    result.suites_failed = verdict.outcome == gate_outcome::regression;
    result.suites_warned = verdict.outcome == gate_outcome::warn;
    result.suites_inconclusive = verdict.outcome == gate_outcome::inconclusive;
    result.suites_passed = verdict.outcome == gate_outcome::pass;
    for (std::size_t i = 0; i < plan_.cells; ++i) {
      const tracking::cell_verdict& cell = verdict.cells[i];
      if (i < plan_.slowed_cells) {
        ++result.slowed_cells;
        result.slowed_found += cell.outcome == gate_outcome::regression ? 1U : 0U;
        result.slowed_warned += cell.outcome == gate_outcome::warn ? 1U : 0U;
        result.slowed_passed += cell.outcome == gate_outcome::pass ? 1U : 0U;
      }
      if (!cell.slowdown || !cell.slowdown->interval) continue;
      const double truth = std::expm1(shift_behind(i, cell));
      ++result.intervals;
      result.intervals_cover +=
          cell.slowdown->interval->low <= truth && truth <= cell.slowdown->interval->high ? 1U : 0U;
    }
    return result;
  }

  const suite_plan& plan_;
  std::mt19937_64 random_;
  boost::random::normal_distribution<double> normal_;
  boost::random::exponential_distribution<double> exponential_;
  boost::random::uniform_01<double> uniform_;
  tracking::gate_record record_;
  std::vector<double> build_;                // by cell
  std::vector<std::vector<double>> runner_;  // by runner and cell
};

}  // namespace

tally& tally::operator+=(const tally& other) {
  for (std::size_t tally::* member :
       {&tally::suites, &tally::suites_failed, &tally::suites_warned, &tally::suites_inconclusive,
        &tally::suites_passed, &tally::slowed_cells, &tally::slowed_found, &tally::slowed_warned, &tally::slowed_passed,
        &tally::intervals, &tally::intervals_cover})
    this->*member += other.*member;
  return *this;
}

tally simulate_suite(const suite_plan& plan, std::uint64_t seed) {
  return suite(plan, seed).run();
}

tally simulate(const suite_plan& plan, std::size_t suites, std::uint64_t seed) {
  return tbb::parallel_reduce(
      tbb::blocked_range<std::size_t>(0, suites), tally{},
      [&](const tbb::blocked_range<std::size_t>& range, tally sum) {
        // Neighbouring seeds are fine: seeding a Mersenne twister mixes the seed into all of its state.
        for (std::size_t i = range.begin(); i != range.end(); ++i) sum += simulate_suite(plan, seed + i);
        return sum;
      },
      [](tally a, const tally& b) { return a += b; });
}

}  // namespace interleave::calibration
