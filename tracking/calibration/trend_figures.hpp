// By simulation: how often the trend marks a change where there is none, and how soon it finds one. Measures nothing on
// the machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Series of medians, value = exp(normal) with a standard deviation of `spread`; a share of them are outliers, larger by
// a factor of exp(x), x exponential with a mean of 0.2.
struct series_plan {
  std::size_t values = 100;
  double spread = 0.03;
  double outlier_share = 0;
  double step = 0;  // the last `after` values are larger by this: 0.1 is 10 %
  std::size_t after = 0;
};

// Numbers of series; `series` is their total.
struct series_tally {
  std::size_t series = 0;
  std::size_t falsely_marked = 0;  // with a change marked where there is none
  std::size_t steps_found = 0;     // with a change marked at most two values from the step
};

// Runs on all cores. The same seed gives the same series.
series_tally simulate_series(const series_plan& plan, std::size_t series, std::uint64_t seed);

// Prints a row for each plan as it is done. `series`: how many without a step; a tenth as many have one.
nlohmann::ordered_json trend_figures(std::size_t series, std::uint64_t seed);

}  // namespace interleave::calibration
