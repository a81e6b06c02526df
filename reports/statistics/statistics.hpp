// Medians, quantiles and bootstrap intervals, on plain vectors; knows nothing of cells or files.
//
// Everything is deterministic on every platform: the generator is std::mt19937_64, whose output the standard fixes, and
// the draws are made from it here, because the standard leaves its distributions open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace interleave::reports {

struct confidence_interval {
  double low = 0;
  double high = 0;
};

// A median (or a ratio of medians) with its 95 % interval, absent when there were too few samples to give one.
struct estimate {
  double median = 0;
  std::optional<confidence_interval> interval;
};

// The q-quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan, "Sample quantiles in
// statistical packages", The American Statistician 50 (1996), which R and numpy use too. `values` need not be sorted.
// Precondition: not empty, 0 <= q <= 1.
double quantile(std::span<const double> values, double q);
double median(std::span<const double> values);

// exp of the mean of logs. Precondition: not empty, all above 0.
double geometric_mean(std::span<const double> values);

// A 64-bit FNV-1a, so that each cell has its own stream of resamples whatever else is in the run.
std::uint64_t stream_seed(std::uint64_t seed, std::span<const char> name);

// One group's bootstrap: medians of resamples drawn with replacement, and what BCa needs besides.
struct median_bootstrap {
  double median = 0;
  std::vector<double> replicates;  // medians of the resamples, in the order drawn
  std::vector<double> jackknife;   // medians with one sample left out each; empty for a single sample
};

// Resampling `size` samples with replacement, seen from their median: which of the sorted samples stand in the middle
// of each resample. Drawn once for a cell and used for all that was measured there.
struct middle_ranks {
  std::size_t size = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranks;  // equal for an odd size
};

// Precondition: size > 0 and resamples > 0.
middle_ranks draw_middle_ranks(std::size_t size, std::size_t resamples, std::uint64_t seed);

// Precondition: as many values as the ranks were drawn for.
median_bootstrap bootstrap_median(std::span<const double> values, const middle_ranks& drawn);

// The same on a log scale, from which ratios and geometric means of ratios are sums. Precondition: all values above 0.
median_bootstrap to_log(median_bootstrap group);

// Interval of the median by BCa (Efron 1987; Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section
// 14.3), by plain percentiles where BCa isn't defined (all jackknife values equal, or every replicate on one side).
confidence_interval bootstrap_interval(const median_bootstrap& group, double confidence = 0.95);

// A weighted sum of independent groups. With groups on a log scale and weights +1 and -1 it is the log of a ratio; with
// +1/k and -1/k over k workloads the log of a geometric mean of ratios.
struct contrast_term {
  const median_bootstrap* group = nullptr;
  double weight = 1;
};

// exp of the contrast with its interval: BCa with one acceleration over all groups (as scipy.stats.bootstrap does for
// several samples). Groups must have equally many replicates. Precondition: terms not empty.
estimate ratio_estimate(std::span<const contrast_term> terms, double confidence = 0.95);

}  // namespace interleave::reports
