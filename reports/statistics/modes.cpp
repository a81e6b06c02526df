// See the header.
#include "reports/statistics/modes.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace interleave::reports {

namespace {

constexpr std::size_t least_in_group = 3;
constexpr double least_gap = 0.7;  // of the wider group's width

// The share of the sum of squares that lies within the two best groups, in 1 % of samples from a uniform distribution:
// 200,000 simulated ones for each number of values (400: 30,000).
struct percentage_point {
  double count;
  double share;
};
constexpr std::array<percentage_point, 18> one_per_cent = {{
    {6, 0.0292},
    {7, 0.0332},
    {8, 0.0411},
    {9, 0.0486},
    {10, 0.0576},
    {11, 0.0648},
    {12, 0.0717},
    {13, 0.0783},
    {15, 0.0893},
    {17, 0.0979},
    {20, 0.1094},
    {25, 0.1232},
    {30, 0.1343},
    {40, 0.1499},
    {60, 0.1678},
    {100, 0.1858},
    {200, 0.2044},
    {400, 0.2177},
}};

// Between the numbers that were simulated in a straight line; beyond the last one as for that.
double largest_share(std::size_t count) {
  const auto n = static_cast<double>(count);
  const auto above = std::ranges::lower_bound(one_per_cent, n, {}, &percentage_point::count);
  if (above == one_per_cent.end()) return one_per_cent.back().share;
  if (above == one_per_cent.begin()) return above->share;
  const percentage_point& below = *std::prev(above);
  return below.share + (above->share - below.share) * (n - below.count) / (above->count - below.count);
}

}  // namespace

std::optional<std::size_t> lower_mode(std::span<const double> values) {
  const std::size_t count = values.size();
  if (count < least_for_modes) return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const double mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(count);
  double whole = 0;
  for (double& value : sorted) {
    value -= mean;
    whole += value * value;
  }
  const std::size_t least = std::max(least_in_group, (count + 4) / 5);
  double sum = 0;
  double within = whole;
  std::size_t lower = 0;
  for (std::size_t below = 1; below <= count - least; ++below) {
    sum += sorted[below - 1];
    if (below < least) continue;
    // About the mean of all, the sums of both groups cancel out, so one tells the squares of both their means.
    const double here = whole - sum * sum / static_cast<double>(below) - sum * sum / static_cast<double>(count - below);
    if (here < within) {
      within = here;
      lower = below;
    }
  }
  if (lower == 0 || within >= largest_share(count) * whole) return std::nullopt;
  const double wider = std::max(sorted[lower - 1] - sorted.front(), sorted.back() - sorted[lower]);
  if (sorted[lower] - sorted[lower - 1] < least_gap * wider) return std::nullopt;
  return lower;
}

}  // namespace interleave::reports
