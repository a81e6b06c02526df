// Ranks by sorting, order statistics by selection.
#include "reports/statistics/ranks.hpp"

#include <algorithm>
#include <numeric>

namespace interleave::reports {

doubled_ranks rank_doubled(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  doubled_ranks found{std::vector<std::uint64_t>(values.size()), 0};
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    // Ranks first + 1 to last share their mean; twice the mean is the sum of both ends.
    for (std::size_t i = first; i < last; ++i) found.ranks[order[i]] = first + 1 + last;
    const auto count = static_cast<double>(last - first);
    found.ties += count * count * count - count;
  }
  return found;
}

double value_of_rank(std::vector<double>& values, std::size_t rank) {
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

double median_in_place(std::vector<double>& values) {
  const std::size_t half = values.size() / 2;
  const double upper = value_of_rank(values, half + 1);
  if (values.size() % 2 == 1) return upper;
  return std::midpoint(*std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half)), upper);
}

}  // namespace interleave::reports
