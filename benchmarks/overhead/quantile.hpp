// Quantiles for the counters of a row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace interleave {

// `share` 0 ... 1 of the values lie below it; `values` must not be empty.
inline double quantile(std::vector<double> values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace interleave
