// Medians and bootstrap intervals; see the header for what each is and where it comes from.
#include "reports/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <boost/math/distributions/normal.hpp>

namespace interleave::reports {

namespace {

double sorted_median(std::span<const double> sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : std::midpoint(sorted[half - 1], sorted[half]);
}

// Indices below `size`, two from each 64-bit output: the high half of a 32 x 32 bit product (Lemire, "Fast Random
// Integer Generation in an Interval", 2019, without the rejection step, whose bias of size / 2^32 is nothing here).
class index_stream {
 public:
  index_stream(std::uint64_t seed, std::size_t size) : generator_(seed), size_(size) {}

  std::uint32_t next() {
    if (!has_half_) word_ = generator_();
    const std::uint64_t half = has_half_ ? word_ >> 32U : word_ & 0xffff'ffffU;
    has_half_ = !has_half_;
    return static_cast<std::uint32_t>((half * size_) >> 32U);
  }

 private:
  std::mt19937_64 generator_;
  std::uint64_t size_;
  std::uint64_t word_ = 0;
  bool has_half_ = false;
};

std::vector<double> jackknife_medians(std::span<const double> sorted) {
  if (sorted.size() < 2) return {};
  std::vector<double> medians;
  medians.reserve(sorted.size());
  const std::size_t half = (sorted.size() - 1) / 2;  // of the samples left
  for (std::size_t left_out = 0; left_out < sorted.size(); ++left_out) {
    const auto kept = [&](std::size_t index) { return sorted[index + (index >= left_out ? 1 : 0)]; };
    medians.push_back(sorted.size() % 2 == 0 ? kept(half) : std::midpoint(kept(half - 1), kept(half)));
  }
  return medians;
}

// Sums of powers of the influence values of one group, as scipy.stats.bootstrap takes them: U = (n - 1)(mean - value).
struct influence {
  double squares = 0;
  double cubes = 0;
};

influence influence_of(std::span<const double> jackknife, double weight) {
  influence sum;
  if (jackknife.empty()) return sum;
  const double n = static_cast<double>(jackknife.size());
  const double mean = std::accumulate(jackknife.begin(), jackknife.end(), 0.0) / n;
  for (const double value : jackknife) {
    const double u = weight * (n - 1) * (mean - value) / n;
    sum.squares += u * u;
    sum.cubes += u * u * u;
  }
  return sum;
}

confidence_interval percentiles(std::vector<double>& replicates, double low, double high) {
  // Selection in place instead of sorting: the two positions are all that is needed.
  const auto at = [&](double q) {
    const double position = q * static_cast<double>(replicates.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto nth = replicates.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(replicates.begin(), nth, replicates.end());
    const double value = *nth;
    const double fraction = position - static_cast<double>(below);
    if (fraction == 0 || nth + 1 == replicates.end()) return value;
    return std::lerp(value, *std::min_element(nth + 1, replicates.end()), fraction);
  };
  return {at(low), at(high)};
}

confidence_interval bca(std::vector<double>& replicates, double observed, const influence& sum, double confidence) {
  const boost::math::normal standard;
  const double tail = (1 - confidence) / 2;
  double low = tail;
  double high = 1 - tail;

  // Ties count half, as in scipy: the bootstrap of a median takes few values and has many.
  double below = 0;
  for (const double value : replicates) below += value < observed ? 1.0 : value == observed ? 0.5 : 0.0;
  const double share = below / static_cast<double>(replicates.size());
  if (share > 0 && share < 1 && sum.squares > 0) {
    const double bias = boost::math::quantile(standard, share);
    const double acceleration = sum.cubes / (6 * std::pow(sum.squares, 1.5));
    const auto adjusted = [&](double probability) {
      const double z = bias + boost::math::quantile(standard, probability);
      const double stretch = 1 - acceleration * z;
      return stretch > 0 ? boost::math::cdf(standard, bias + z / stretch) : probability;
    };
    low = adjusted(tail);
    high = adjusted(1 - tail);
  }
  const confidence_interval found = percentiles(replicates, std::min(low, high), std::max(low, high));
  // With few samples the correction can push a bound across the estimate; an interval without its estimate is no use.
  return {std::min(found.low, observed), std::max(found.high, observed)};
}

}  // namespace

double quantile(std::span<const double> values, double q) {
  std::vector<double> copy(values.begin(), values.end());
  return percentiles(copy, q, q).low;
}

double median(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted_median(sorted);
}

double geometric_mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

std::uint64_t stream_seed(std::uint64_t seed, std::span<const char> name) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325U ^ seed;
  for (const char byte : name) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x0000'0100'0000'01b3U;
  }
  return hash;
}

middle_ranks draw_middle_ranks(std::size_t size, std::size_t resamples, std::uint64_t seed) {
  middle_ranks drawn{size, {}};
  drawn.ranks.reserve(resamples);
  index_stream draw(seed, size);
  std::vector<std::uint32_t> times(size);  // that each sample is in the resample
  for (std::size_t b = 0; b < resamples; ++b) {
    std::fill(times.begin(), times.end(), 0U);
    for (std::size_t i = 0; i < size; ++i) ++times[draw.next()];
    // The rank at which the count of samples reaches one half, and the one at which it exceeds it.
    std::uint32_t rank = 0;
    std::size_t seen = times[0];
    while (2 * seen < size) seen += times[++rank];
    const std::uint32_t lower = rank;
    while (2 * seen <= size) seen += times[++rank];
    drawn.ranks.emplace_back(size % 2 == 1 ? rank : lower, rank);
  }
  return drawn;
}

median_bootstrap bootstrap_median(std::span<const double> values, const middle_ranks& drawn) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  median_bootstrap result;
  result.median = sorted_median(sorted);
  result.jackknife = jackknife_medians(sorted);
  result.replicates.reserve(drawn.ranks.size());
  for (const auto& [lower, upper] : drawn.ranks) {
    result.replicates.push_back(lower == upper ? sorted[upper] : std::midpoint(sorted[lower], sorted[upper]));
  }
  return result;
}

median_bootstrap to_log(median_bootstrap group) {
  const auto log_of = [](double value) { return std::log(value); };
  group.median = log_of(group.median);
  std::transform(group.replicates.begin(), group.replicates.end(), group.replicates.begin(), log_of);
  std::transform(group.jackknife.begin(), group.jackknife.end(), group.jackknife.begin(), log_of);
  return group;
}

confidence_interval bootstrap_interval(const median_bootstrap& group, double confidence) {
  std::vector<double> replicates = group.replicates;
  return bca(replicates, group.median, influence_of(group.jackknife, 1), confidence);
}

estimate ratio_estimate(std::span<const contrast_term> terms, double confidence) {
  // A group may stand on both sides (sequential against itself): its replicates must cancel, not count twice.
  std::vector<contrast_term> merged;
  for (const contrast_term& term : terms) {
    const auto same = std::find_if(merged.begin(), merged.end(),
                                   [&](const contrast_term& other) { return other.group == term.group; });
    if (same == merged.end()) {
      merged.push_back(term);
    } else {
      same->weight += term.weight;
    }
  }

  // Observed value and replicates are summed in the same order, so that equal medians give exactly equal sums.
  double observed = 0;
  std::vector<double> replicates(terms.front().group->replicates.size(), 0.0);
  influence sum;
  for (const contrast_term& term : merged) {
    observed += term.weight * term.group->median;
    for (std::size_t b = 0; b < replicates.size(); ++b) replicates[b] += term.weight * term.group->replicates[b];
    const influence part = influence_of(term.group->jackknife, term.weight);
    sum.squares += part.squares;
    sum.cubes += part.cubes;
  }
  const confidence_interval logs = bca(replicates, observed, sum, confidence);
  return {std::exp(observed), confidence_interval{std::exp(logs.low), std::exp(logs.high)}};
}

}  // namespace interleave::reports
