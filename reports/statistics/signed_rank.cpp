// Exact signed-rank distribution by counting, and order statistics of Walsh averages.
#include "reports/statistics/signed_rank.hpp"

#include "reports/statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace interleave::reports {

namespace {

// ways[w]: how many of the 2^n choices of signs give positive ranks with the sum w. Counts are exact: 2^60 fits.
std::vector<std::uint64_t> count_ways(std::span<const std::uint64_t> ranks) {
  std::vector<std::uint64_t> ways(std::accumulate(ranks.begin(), ranks.end(), std::size_t{1}), 0);
  ways[0] = 1;
  std::size_t reached = 0;
  for (const std::uint64_t rank : ranks) {
    reached += rank;
    for (std::size_t sum = reached; sum >= rank; --sum) ways[sum] += ways[sum - rank];
  }
  return ways;
}

double exact_p(std::span<const std::uint64_t> ranks, std::uint64_t sum) {
  const std::vector<std::uint64_t> ways = count_ways(ranks);
  const std::uint64_t as_large =
      std::accumulate(ways.begin() + static_cast<std::ptrdiff_t>(sum), ways.end(), std::uint64_t{0});
  return std::ldexp(static_cast<double>(as_large), -static_cast<int>(ranks.size()));
}

double normal_p(double n, double sum, double ties) {
  const double mean = n * (n + 1) / 4;
  const double variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  const boost::math::normal standard;
  return boost::math::cdf(boost::math::complement(standard, (sum - mean - 0.5) / std::sqrt(variance)));
}

// The smallest w with P(W <= w) >= tail, without ties: R's qsignrank, including its allowance for rounding.
std::size_t lower_quantile(std::size_t count, double tail) {
  if (count > most_exact_differences) {
    const auto n = static_cast<double>(count);
    const double deviation = std::sqrt(n * (n + 1) * (2 * n + 1) / 24);
    const double w = n * (n + 1) / 4 + boost::math::quantile(boost::math::normal(), tail) * deviation - 0.5;
    return static_cast<std::size_t>(std::max(0.0, std::ceil(w)));
  }
  std::vector<std::uint64_t> ranks(count);
  std::iota(ranks.begin(), ranks.end(), std::uint64_t{1});
  const std::vector<std::uint64_t> ways = count_ways(ranks);
  const double needed = std::ldexp(tail - 10 * std::numeric_limits<double>::epsilon(), static_cast<int>(count));
  std::size_t w = 0;
  for (std::uint64_t below = ways[0]; static_cast<double>(below) < needed; below += ways[w]) ++w;
  return w;
}

}  // namespace

double signed_rank_p_greater(std::span<const double> differences, double shift) {
  std::vector<double> sizes;
  std::vector<bool> above;
  for (const double difference : differences) {
    const double moved = difference - shift;
    if (moved == 0) continue;
    sizes.push_back(std::fabs(moved));
    above.push_back(moved > 0);
  }
  if (sizes.empty()) return 1;
  const doubled_ranks ranked = rank_doubled(sizes);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) sum += above[i] ? ranked.ranks[i] : 0;
  if (sizes.size() <= most_exact_differences) return exact_p(ranked.ranks, sum);
  return normal_p(static_cast<double>(sizes.size()), static_cast<double>(sum) / 2, ranked.ties);
}

estimate hodges_lehmann(std::span<const double> differences, double confidence) {
  std::vector<double> averages;
  averages.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    for (std::size_t j = i; j < differences.size(); ++j)
      averages.push_back(std::midpoint(differences[i], differences[j]));
  }
  estimate found{median_in_place(averages), {}};
  const std::size_t rank = lower_quantile(differences.size(), (1 - confidence) / 2);
  if (rank > 0) {
    found.interval =
        confidence_interval{value_of_rank(averages, rank), value_of_rank(averages, averages.size() + 1 - rank)};
  }
  return found;
}

}  // namespace interleave::reports
