// What the two rank tests share: ranks with ties, and selection of order statistics. Knows nothing of the tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interleave::reports {

struct doubled_ranks {
  std::vector<std::uint64_t> ranks;  // doubled, so at least 2: equal values share their mean rank, which may end in .5
  double ties = 0;                   // sum of t^3 - t over groups of t equal values, for the correction of the variance
};

doubled_ranks rank_doubled(std::span<const double> values);

// The value of that rank, from 1; and the median. Both reorder the values.
double value_of_rank(std::vector<double>& values, std::size_t rank);
double median_in_place(std::vector<double>& values);

}  // namespace interleave::reports
