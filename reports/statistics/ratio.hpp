// How many times as large one group of samples is as another: the suite's one answer to "is A faster than B?" for
// groups measured independently of each other. For paired measurements, as the gate makes them, see signed_rank.hpp.
//
// On logarithms a ratio is a shift. The estimate is the Hodges-Lehmann shift (the median of all ratios of one sample to
// another); the interval is what the rank-sum test doesn't reject (rank_sum.hpp). It is exact for any distribution, if
// one group's is the other's scaled, so a 95 % interval covers 95 % or more: 97.1 % for 4 samples against 4, 96.8 % for
// 5 against 5, 95.9 % for 6 against 6. Groups of fewer than 4 have no interval.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace interleave::reports {

// Natural logarithms. Precondition: all above 0.
std::vector<double> logarithms(std::span<const double> values);

// The smallest number of samples a side for which a 95 % interval exists.
inline constexpr std::size_t least_for_ratio_interval = 4;

// Natural logarithms of both groups. A group compared with itself (the same storage) gives exactly 1.
struct log_groups {
  std::span<const double> over;
  std::span<const double> under;
};

// Precondition: neither is empty, all finite.
estimate ratio_between(const log_groups& groups, double confidence = 0.95);

// The geometric mean of several ratios, no two of which share a group. Its interval combines theirs: each end is as far
// from the mean as the root of the sum of squares of its parts' ends (MOVER: Zou and Donner, "Construction of
// confidence intervals about effect measures", Statistics in Medicine 27, 2008). For one ratio it is that ratio's; for
// 2 to 12 it covers 97 to 99.6 % instead of 95 %, by simulations of 5 and 9 samples a group, normal, with outliers and
// with heavy tails. Absent if any of the ratios has no interval. Precondition: not empty.
estimate mean_ratio(std::span<const log_groups> ratios, double confidence = 0.95);

// Two-sided p-value, by the rank-sum test, of the hypothesis that the ratio lies between 1 / factor and factor; 1 if
// the estimate itself does. Precondition: as above, factor >= 1.
double p_of_ratio_beyond(const log_groups& groups, double factor);

}  // namespace interleave::reports
