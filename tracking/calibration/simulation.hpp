// Runs simulated suites, whose cells are random numbers, through the gate's real rules: how often does the gate fail a
// run in which nothing has changed, and which slowdowns does it find? Measures nothing on the machine.
#pragma once

#include "tracking/gate/gate_record.hpp"

#include <cstddef>
#include <cstdint>

namespace interleave::calibration {

// Shares are of time: 0.03 is 3 %. A process takes time * exp(normal), and one in twenty takes much longer.
struct noise_model {
  double spread = 0.03;         // standard deviation of ln(candidate / base) of a pair, without outliers
  double outlier_share = 0.05;  // of processes that are slowed down on top
  double outlier_mean = 0.20;   // by exp(x), x exponential with this mean
  // Standard deviations of biases that repetition doesn't average out, each drawn from a normal distribution: one per
  // cell of a build (where the linker put the code), the same in all steps; and one per cell on a runner, drawn again
  // for each step that has its own runner.
  double build_bias = 0.005;
  double runner_bias = 0.005;
  bool runner_per_step = true;
};

struct suite_plan {
  std::size_t cells = 200;
  std::size_t slowed_cells = 0;  // the first ones are slower
  double slowdown = 0;           // of the slowed cells
  noise_model noise;
  tracking::gate_rules rules;
};

// Counts; they add up over suites.
struct tally {
  std::size_t suites = 0;
  std::size_t suites_failed = 0;
  std::size_t suites_warned = 0;
  std::size_t suites_inconclusive = 0;
  std::size_t suites_passed = 0;
  std::size_t slowed_cells = 0;
  std::size_t slowed_found = 0;   // a regression
  std::size_t slowed_warned = 0;  // a warning
  std::size_t slowed_passed = 0;  // missed
  std::size_t intervals = 0;
  std::size_t intervals_cover = 0;  // intervals that contain the shift behind the cell's pairs, biases included

  tally& operator+=(const tally& other);
};

// Simulates one suite, from the first round to the verdict. The same seed gives the same suite.
tally simulate_suite(const suite_plan& plan, std::uint64_t seed);

// Simulates many suites, on all cores.
tally simulate(const suite_plan& plan, std::size_t suites, std::uint64_t seed);

}  // namespace interleave::calibration
