// Two independent groups: the shift between them, its interval and its test. Knows nothing of cells or files.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <span>

namespace interleave::reports {

// The two-sided p-value of the Mann-Whitney-Wilcoxon test that both groups have the same distribution: exact without
// ties up to 50 values in all, otherwise by the normal approximation with the variance corrected for ties and a
// continuity correction, as in scipy.stats.mannwhitneyu. Precondition: neither is empty.
double rank_sum_p(std::span<const double> base, std::span<const double> candidate);

// The Hodges-Lehmann shift from base to candidate: the median of all differences candidate - base; and the interval of
// shifts that the rank-sum test at (1 - confidence) / 2 a side doesn't reject (Hollander, Wolfe and Chicken, 2014,
// section 4.3). The interval is absent where there are too few values for that confidence (fewer than 4 in each group
// for 95 %). Precondition: neither is empty, all finite.
estimate shift_between(std::span<const double> base, std::span<const double> candidate, double confidence = 0.95);

// Whether all of that interval is above `bound`; false without an interval. Finds it out without finding the interval.
bool shift_is_above(std::span<const double> base, std::span<const double> candidate, double bound, double confidence);

}  // namespace interleave::reports
