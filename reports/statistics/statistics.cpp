// Medians and order statistics; the header defines each and gives sources.
#include "reports/statistics/statistics.hpp"

#include "reports/statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

namespace interleave::reports {

namespace {

constexpr double tail = 0.025;

using binomial = boost::math::binomial_distribution<double>;

// P(fewer than `rank` of `count` values lie below the true median).
double chance_of_a_miss(std::size_t count, std::size_t rank) {
  return boost::math::cdf(binomial(static_cast<double>(count), 0.5), static_cast<double>(rank - 1));
}

// The largest rank, from 1, for which the probability of a miss on either side is small enough; 1 if there is none.
std::size_t lower_rank(std::size_t count) {
  std::size_t low = 1;
  std::size_t beyond = count / 2 + 1;  // a miss there has a chance of one half or more
  while (beyond - low > 1) {
    const std::size_t middle = low + (beyond - low) / 2;
    (chance_of_a_miss(count, middle) <= tail ? low : beyond) = middle;
  }
  return low;
}

}  // namespace

double median(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  return median_in_place(copy);
}

estimate median_estimate(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  estimate found{median_in_place(copy), std::nullopt};
  if (copy.size() < least_for_median_interval) return found;
  const std::size_t rank = lower_rank(copy.size());
  found.interval = confidence_interval{value_of_rank(copy, rank), value_of_rank(copy, copy.size() + 1 - rank)};
  return found;
}

double median_coverage(std::size_t count) {
  return 1 - 2 * chance_of_a_miss(count, lower_rank(count));
}

double geometric_mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

}  // namespace interleave::reports
