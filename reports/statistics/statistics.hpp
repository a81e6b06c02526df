// Medians and their intervals, and geometric means, on plain numbers; knows nothing of cells or files. Ratios and
// differences between groups are in ratio.hpp, rank_sum.hpp and signed_rank.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace interleave::reports {

struct confidence_interval {
  double low = 0;
  double high = 0;
};

// A median (or a ratio, or a difference) with its interval, absent where there were too few samples to give one.
struct estimate {
  double median = 0;
  std::optional<confidence_interval> interval;
};

// Precondition: not empty.
double median(std::span<const double> values);

// With fewer values there is no interval of the median.
inline constexpr std::size_t least_for_median_interval = 5;

// The median, and as its interval two order statistics, equally far from both ends and as close together as possible,
// that enclose the true median with a probability of 95 % or more whatever the distribution (Conover, "Practical
// Nonparametric Statistics", 1999, section 3.2). Five values reach 93.75 % at most: their interval is their range.
// Precondition: not empty.
estimate median_estimate(std::span<const double> values);

// The probability that the interval of this many values contains the true median: 0.9375 for 5, 0.96875 for 6, 0.984375
// for 7. It tends towards 0.95 as their number grows. Precondition: count >= least_for_median_interval.
double median_coverage(std::size_t count);

// exp of the mean of the logarithms. Precondition: not empty, all above 0.
double geometric_mean(std::span<const double> values);

}  // namespace interleave::reports
