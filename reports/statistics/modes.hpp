// Whether values fall into two groups with a gap between them: two regimes, such as a wake-up on the same CPU or on
// another, which no median stands for.
//
// The groups are those with the least sum of squares within them. They are modes if that sum is so small a share of the
// whole as in less than 1 % of samples from a uniform distribution, and the gap between them is 0.7 times as wide as
// either of them at least. The statistic is that of Engelman and Hartigan ("Percentage points of a test for clusters",
// Journal of the American Statistical Association 64, 1969); its percentage points here are simulated, for groups of at
// least three values and a fifth of all, since fewer are outliers.
//
// Of samples from a normal distribution at most 0.4 % seem to have two modes, from an exponential one 0.9 %. What
// resembles two groups most is a narrow peak with a long flat tail (65 % within 2 %, 35 % spread over a factor of e):
// 6 % of 9 such values, 20 % of 20, 8 % of 30. Two modes a factor of 2 apart, each with 5 % of noise, are seen in 81 %
// of 9 values and 99.7 % of 20.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace interleave::reports {

// With fewer values there are no two groups of three.
inline constexpr std::size_t least_for_modes = 6;

// How many of the values are in the lower group; absent where there is one mode. Precondition: all finite.
std::optional<std::size_t> lower_mode(std::span<const double> values);

}  // namespace interleave::reports
