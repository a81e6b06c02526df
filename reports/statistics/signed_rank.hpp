// Wilcoxon's signed-rank test of paired differences, and the corresponding shift. Knows nothing of cells or files.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <span>

namespace interleave::reports {

// The largest number of differences for which the exact distribution is used; beyond, it is approximated as normal.
inline constexpr std::size_t most_exact_differences = 60;

// P(W >= w) under the hypothesis that differences are symmetric about `shift` or less: small where they lie above it.
// Differences equal to `shift` are dropped and ties share their mean rank (Pratt's variants are not used), as in
// scipy.stats.wilcoxon(zero_method="wilcox", alternative="greater"). Up to most_exact_differences it is exact, with or
// without ties: the distribution of the rank sum over all 2^n signs (Wilcoxon 1945; Hollander, Wolfe and Chicken,
// "Nonparametric Statistical Methods", 2014, section 3.1). Beyond, it is normal with the variance corrected for ties
// and a continuity correction of 1/2. It is 1 where nothing is left to rank.
double signed_rank_p_greater(std::span<const double> differences, double shift = 0);

// The Hodges-Lehmann estimate: the median of the means of all pairs (Walsh averages), including each value with itself;
// and its interval, whose ends are the outermost Walsh averages that the signed-rank test at (1 - confidence) / 2 a
// side doesn't reject (same book, section 3.3). The interval is absent where there are too few differences for that
// confidence (fewer than 6 for 95 %). Precondition: not empty, all finite.
estimate hodges_lehmann(std::span<const double> differences, double confidence = 0.95);

}  // namespace interleave::reports
