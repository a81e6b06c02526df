// Where a series changes its level: E-Divisive means (Matteson and James, "A nonparametric approach for multiple change
// point analysis of multivariate data", JASA 109, 2014) in windows of bounded length, after distant values have been
// clipped; and Hampel's rule, which identifies single outliers. Works on any series of finite numbers; knows nothing of
// cells or files. Deterministic: permutations are drawn from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interleave::reports {

// Hampel's rule: a value further than `deviations` scaled MADs (1.4826 times the median absolute deviation) from the
// median of the window of `window` values around it (shorter at the ends) is replaced by that median. Nothing is
// replaced in windows whose MAD is 0. `replaced` is parallel to the values.
struct hampel_result {
  std::vector<double> values;
  std::vector<bool> replaced;
};
hampel_result hampel(std::span<const double> values, std::size_t window = 7, double deviations = 3);

struct change_point {
  std::size_t index = 0;  // of the first value after the change
  double p = 1;           // by permutation, see split_p(); given as level / 1000 where it is far below the level
  double before = 0;      // median of the segment before, up to the change before it
  double after = 0;       // median of the segment after, up to the next change
};

// The level and the clip were chosen together, see docs/decisions/0006-change-points.md. At 3 % noise they mark 0.03 %
// of null series of 100 values, and find nine in ten steps of 10 % when five values lie after them.
struct change_options {
  double p = 3e-4;  // largest p-value at which a change is reported
  std::size_t least_segment = 3;
  double least_magnitude = 0.02;  // |after / before - 1|
  // Values further than this many scaled MADs from the median of the part to be divided are clipped to that distance; 0
  // disables clipping. All permutations are clipped alike, so p stays exact; replacing values from their neighbours, as
  // Hampel's rule does, would make neighbours alike and p too small by a factor of 20 and more.
  double clip = 3;
  std::uint64_t seed = 1;
};

// Changes in order of index. Examines 200 values at a time, advancing by half of that or to the last change found: cost
// grows linearly with the length of the series, and a change that only thousands of values would show is not found.
std::vector<change_point> find_changes(std::span<const double> values, const change_options& options = {});

}  // namespace interleave::reports
