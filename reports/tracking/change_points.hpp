// Where a series changes its level: E-Divisive means (Matteson and James, "A nonparametric approach for multiple change
// point analysis of multivariate data", JASA 109, 2014), after outliers were mended by Hampel's rule. Works on any
// series of finite numbers; knows nothing of cells or files. Deterministic: permutations are drawn from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interleave::tracking {

// Hampel's rule: a value further than `deviations` scaled MADs (1.4826 times the median absolute deviation) from the
// median of the window of `window` values around it, cut off at the ends, is replaced by that median. Windows whose MAD
// is 0 replace nothing. `replaced` is parallel to the values.
struct hampel_result {
  std::vector<double> values;
  std::vector<bool> replaced;
};
hampel_result hampel(std::span<const double> values, std::size_t window = 7, double deviations = 3);

struct change_point {
  std::size_t index = 0;  // of the first value after the change
  double p = 1;           // by permutation
  double before = 0;      // median of the segment before, up to the change before it
  double after = 0;       // median of the segment after, up to the next change
};

struct change_options {
  double p = 1e-5;  // a change must be as unlikely as this
  std::size_t least_segment = 3;
  double least_magnitude = 0.02;  // |after / before - 1|
  std::size_t window = 7;         // of Hampel's rule; 0 mends nothing
  double deviations = 3;
  std::uint64_t seed = 1;
};

// Changes by index. The cost grows no faster than n log n per change in the length of the series.
std::vector<change_point> find_changes(std::span<const double> values, const change_options& options = {});

}  // namespace interleave::tracking
