// Exact rank-sum distribution by counting, and order statistics of differences.
#include "reports/statistics/rank_sum.hpp"

#include "reports/statistics/ranks.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace interleave::reports {

namespace {

// The largest total number of values for which the exact distribution is used: C(50, 25) is far below 2^64.
constexpr std::size_t most_exact_values = 50;

// ways[u]: how many of the C(n + m, n) assignments of ranks give U = u. These are the coefficients of the Gaussian
// binomial, the product over i = 1..n of (1 - q^(m + i)) / (1 - q^i); intermediate values wrap around, results don't.
std::vector<std::uint64_t> count_ways(std::size_t n, std::size_t m) {
  const std::size_t most = n * m;
  std::vector<std::uint64_t> ways(most + 1, 0);
  ways[0] = 1;
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t u = most; u >= m + i; --u) ways[u] -= ways[u - m - i];
    for (std::size_t u = i; u <= most; ++u) ways[u] += ways[u - i];
  }
  return ways;
}

std::uint64_t total(const std::vector<std::uint64_t>& ways) {
  return std::accumulate(ways.begin(), ways.end(), std::uint64_t{0});
}

// P(U >= u); `u` is whole where there are no ties.
double exact_tail(std::size_t n, std::size_t m, double u) {
  const std::vector<std::uint64_t> ways = count_ways(n, m);
  const std::uint64_t as_large =
      std::accumulate(ways.begin() + static_cast<std::ptrdiff_t>(std::llround(u)), ways.end(), std::uint64_t{0});
  return static_cast<double>(as_large) / static_cast<double>(total(ways));
}

double normal_tail(double n, double m, double u, double ties) {
  const double all = n + m;
  const double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
  if (variance <= 0) return 1;  // all values are equal
  const boost::math::normal standard;
  return boost::math::cdf(boost::math::complement(standard, (u - n * m / 2 - 0.5) / std::sqrt(variance)));
}

// The smallest u with P(U <= u) >= tail, without ties: R's qwilcox, including its allowance for rounding.
std::size_t lower_quantile(std::size_t n, std::size_t m, double tail) {
  if (n + m > most_exact_values) {
    const auto product = static_cast<double>(n) * static_cast<double>(m);
    const double deviation = std::sqrt(product * static_cast<double>(n + m + 1) / 12);
    const double u = product / 2 + boost::math::quantile(boost::math::normal(), tail) * deviation - 0.5;
    return static_cast<std::size_t>(std::max(0.0, std::ceil(u)));
  }
  const std::vector<std::uint64_t> ways = count_ways(n, m);
  const double needed = (tail - 10 * std::numeric_limits<double>::epsilon()) * static_cast<double>(total(ways));
  std::size_t u = 0;
  for (std::uint64_t below = ways[0]; static_cast<double>(below) < needed; below += ways[u]) ++u;
  return u;
}

// Maps doubles to integers of the same order, adjacent doubles to adjacent integers.
std::int64_t place_of(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

double at_place(std::int64_t place) {
  return std::bit_cast<double>(place < 0 ? std::numeric_limits<std::int64_t>::min() - place : place);
}

// All n m differences candidate - base, which may be too many to store.
class differences {
 public:
  differences(std::span<const double> base, std::span<const double> candidate)
      : base_(base.begin(), base.end()), candidate_(candidate.begin(), candidate.end()) {
    std::ranges::sort(base_);
    std::ranges::sort(candidate_);
  }

  [[nodiscard]] std::size_t count() const { return base_.size() * candidate_.size(); }

  // The difference of this rank, from 1: bisects over all doubles for the smallest that at least `rank` differences
  // don't exceed.
  [[nodiscard]] double of_rank(std::size_t rank) const {
    std::int64_t low = place_of(candidate_.front() - base_.back());
    std::int64_t high = place_of(candidate_.back() - base_.front());
    while (low < high) {
      const std::int64_t middle = std::midpoint(low, high);
      if (not_above(at_place(middle)) >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return at_place(low);
  }

  // How many differences are at most `limit`. As the candidate's value grows, fewer of base's values qualify.
  [[nodiscard]] std::size_t not_above(double limit) const {
    std::size_t found = 0;
    auto first = base_.begin();
    for (const double to : candidate_) {
      while (first != base_.end() && to - *first > limit) ++first;
      found += static_cast<std::size_t>(base_.end() - first);
    }
    return found;
  }

  [[nodiscard]] double median() const {
    const double upper = of_rank(count() / 2 + 1);
    return count() % 2 == 1 ? upper : std::midpoint(of_rank(count() / 2), upper);
  }

 private:
  std::vector<double> base_;
  std::vector<double> candidate_;
};

}  // namespace

double rank_sum_p(std::span<const double> base, std::span<const double> candidate) {
  std::vector<double> all(base.begin(), base.end());
  all.insert(all.end(), candidate.begin(), candidate.end());
  const doubled_ranks ranked = rank_doubled(all);
  const auto n = static_cast<double>(base.size());
  const auto m = static_cast<double>(candidate.size());
  const auto end_of_base = ranked.ranks.begin() + static_cast<std::ptrdiff_t>(base.size());
  const std::uint64_t doubled_sum = std::accumulate(ranked.ranks.begin(), end_of_base, std::uint64_t{0});
  const double u = static_cast<double>(doubled_sum) / 2 - n * (n + 1) / 2;
  const double larger = std::max(u, n * m - u);
  const bool exact = ranked.ties == 0 && all.size() <= most_exact_values;
  return std::min(
      1.0, 2 * (exact ? exact_tail(base.size(), candidate.size(), larger) : normal_tail(n, m, larger, ranked.ties)));
}

estimate shift_between(std::span<const double> base, std::span<const double> candidate, double confidence) {
  const differences shifts(base, candidate);
  estimate found{shifts.median(), {}};
  const std::size_t rank = lower_quantile(base.size(), candidate.size(), (1 - confidence) / 2);
  if (rank > 0) found.interval = confidence_interval{shifts.of_rank(rank), shifts.of_rank(shifts.count() + 1 - rank)};
  return found;
}

bool shift_is_above(std::span<const double> base, std::span<const double> candidate, double bound, double confidence) {
  const std::size_t rank = lower_quantile(base.size(), candidate.size(), (1 - confidence) / 2);
  return rank > 0 && differences(base, candidate).not_above(bound) < rank;
}

}  // namespace interleave::reports
