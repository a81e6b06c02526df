// Two independent groups: the shift between them and its interval. Knows nothing of cells or files.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <span>

namespace interleave::reports {

// The two-sided p-value of the Mann-Whitney-Wilcoxon test that both groups have one distribution: exact without ties up
// to 50 values in all, otherwise normal with the variance corrected for ties and a continuity correction, as
// scipy.stats.mannwhitneyu does. Precondition: neither is empty.
double rank_sum_p(std::span<const double> base, std::span<const double> candidate);

// The Hodges-Lehmann shift from base to candidate: the median of all differences candidate - base; and the interval
// that the rank-sum test at (1 - confidence) / 2 a side doesn't reject (Hollander, Wolfe and Chicken, 2014,
// section 4.3). The interval is absent where there are too few values for that confidence (fewer than 4 in each for 95
// %). Precondition: neither is empty, all finite.
estimate shift_between(std::span<const double> base, std::span<const double> candidate, double confidence = 0.95);

}  // namespace interleave::reports
