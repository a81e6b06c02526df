// The place that best divides a series in two by energy distance, and how often chance alone gives one as good: the
// step that E-Divisive repeats (Matteson and James 2014, sections 2.2 and 2.4, with alpha = 1). Meant for windows of
// some hundred values: time is quadratic in their number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace interleave::reports {

struct split {
  std::size_t index = 0;  // of the first value after it
  double statistic = 0;   // Q: n m / (n + m) times the energy distance between the n values before and the m after
};

// The split with the largest statistic among those that leave at least `least_segment` values on each side; the first
// in case of a tie. Precondition: least_segment >= 2, at least 2 least_segment values.
split best_split(std::span<const double> values, std::size_t least_segment);

// Statistics of the best splits of random permutations of the values, summed in single precision on values scaled to a
// range of 1.
class permuted_splits {
 public:
  permuted_splits(std::span<const double> values, std::size_t least_segment, std::uint64_t seed);

  // A permutation that reaches this splits as well as the original order. It is the original order's statistic, less an
  // allowance for rounding.
  double threshold() const { return threshold_; }
  double next();

 private:
  struct placed {
    float value;
    float distances;  // to all others, summed
  };
  // Q at a split = between_ * (distances across) - before * (distances within the first part) - after * (within the
  // second).
  struct weights {
    double before;
    double after;
  };

  void add_distances();
  double best_of_order();

  std::vector<placed> order_;
  std::vector<float> values_;   // of order_, contiguous
  std::vector<float> earlier_;  // distance of each value to all before it
  std::vector<weights> weights_;
  double all_distances_ = 0;
  std::size_t least_segment_;
  std::mt19937_64 generator_;
  double threshold_ = 0;
};

// The p-value of the best split of these values, as precisely as a decision at `level` needs it:
// - above `level`: the result of the permutations drawn until that was certain (Besag and Clifford, "Sequential Monte
// Carlo p-values", Biometrika 78, 1991), mostly a handful; never less than all of them would give;
// - otherwise (b + 1) / (B + 1), where b of B permutations have a statistic as large, and B is the smallest number that
// can show `level`, but at least 999;
// - except where 999 permutations stay so far below that an exponential tail fitted to their largest hundred puts p
// under level / 1000: then level / 1000. The tail is only trusted with this margin of three decades, and never where
// permutation can't give so small a p: two orders in (n + m choose n) give this very split.
double split_p(std::span<const double> values, std::size_t least_segment, double level, std::uint64_t seed);

}  // namespace interleave::reports
