// How many times as large one group of samples is as another: the one answer of the suite to "is A faster than B?" for
// groups that were measured independently of each other. Paired measurements, as a gate makes them, go by
// signed_rank.hpp.
//
// On logarithms a ratio is a shift. Its estimate is the Hodges-Lehmann shift (the median of all ratios of one sample
// to another), its interval what the rank-sum test doesn't reject (rank_sum.hpp): exact, whatever the distribution, if
// one group's is the other's scaled. So a 95 % interval covers 95 % or more: 97.1 % of 4 samples against 4, 96.8 % of 5
// against 5, 95.9 % of 6 against 6. Groups of fewer than 4 have none.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace interleave::reports {

// Natural logarithms. Precondition: all above 0.
std::vector<double> logarithms(std::span<const double> values);

// The fewest samples a side that have a 95 % interval.
inline constexpr std::size_t least_for_ratio_interval = 4;

// Natural logarithms of both groups. A group over itself, the same storage twice, is exactly 1.
struct log_groups {
  std::span<const double> over;
  std::span<const double> under;
};

// Precondition: neither is empty, all finite.
estimate ratio_between(const log_groups& groups, double confidence = 0.95);

// The geometric mean of several ratios of which no two share a group. Its interval combines theirs: each end is as far
// from the mean as the root of the sum of squares of its parts' ends (MOVER: Zou and Donner, "Construction of
// confidence intervals about effect measures", Statistics in Medicine 27, 2008). Of one ratio it is that ratio's; of 2
// to 12 it covers 97 to 99.6 % instead of 95 %, by simulations of 5 and 9 samples a group, normal, with outliers and
// with heavy tails. Absent where one of them has none. Precondition: not empty.
estimate mean_ratio(std::span<const log_groups> ratios, double confidence = 0.95);

// Two-sided p-value, by the rank-sum test, of a ratio that is no further from 1 than `factor` and 1 / factor: 1 where
// the estimate itself is no further. Precondition: as above, factor >= 1.
double p_of_ratio_beyond(const log_groups& groups, double factor);

}  // namespace interleave::reports
