// Order statistics of the driver's own few numbers. The statistics of results are in reports/.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace interleave::driver {

// The smallest value that at least `share` of all values do not exceed; 0 if there are none.
inline double nearest_rank(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

// With an even number of values, the mean of the two middle ones; 0 if there are none.
inline double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace interleave::driver
