// How often the trend marks a change where none is, and how soon it finds one, by simulation. Measures no machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Series of medians, value = exp(normal) with a standard deviation of `spread`; a share of them is larger by exp(x), x
// exponential with a mean of 0.2.
struct series_plan {
  std::size_t values = 100;
  double spread = 0.03;
  double outlier_share = 0;
  double step = 0;  // of the last `after` values: 0.1 is 10 % more
  std::size_t after = 0;
};

// Counts; `series` is what they are of.
struct series_tally {
  std::size_t series = 0;
  std::size_t falsely_marked = 0;  // with a change where none is
  std::size_t steps_found = 0;     // with a change at most two values from the step
};

// On all cores. The same seed gives the same series.
series_tally simulate_series(const series_plan& plan, std::size_t series, std::uint64_t seed);

// Prints a row for each plan as it comes: `series` without a step, a tenth as many with one.
nlohmann::ordered_json trend_figures(std::size_t series, std::uint64_t seed);

}  // namespace interleave::calibration
