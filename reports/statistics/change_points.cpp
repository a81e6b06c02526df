// E-Divisive in windows: each is divided as long as a division is significant. Then each change is moved to the place
// that best divides the values between its neighbouring changes.
#include "reports/statistics/change_points.hpp"

#include "reports/statistics/energy_split.hpp"
#include "reports/statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interleave::reports {

namespace {

// Values examined together. The more values before a recent change, the fewer are needed after it; time per value grows
// with the length.
constexpr std::size_t scan_length = 200;
constexpr double mad_to_deviation = 1.4826;  // for a normal distribution

std::vector<double> clipped(std::span<const double> values, double deviations) {
  std::vector<double> kept(values.begin(), values.end());
  if (deviations <= 0) return kept;
  std::vector<double> sorted = kept;
  const double median = median_in_place(sorted);
  for (double& value : sorted) value = std::fabs(value - median);
  const double reach = deviations * mad_to_deviation * median_in_place(sorted);
  if (reach <= 0) return kept;  // at least half of the values are equal: there is no scale to judge distance by
  for (double& value : kept) value = std::clamp(value, median - reach, median + reach);
  return kept;
}

class divisive_scan {
 public:
  divisive_scan(std::span<const double> series, const change_options& options) : series_(series), options_(options) {}

  std::vector<change_point> run() {
    const std::size_t size = series_.size();
    const std::size_t last_start = size > scan_length ? size - scan_length : 0;
    for (std::size_t start = 0;;) {
      const std::size_t end = std::min(size, start + scan_length);
      divide(start, end);
      if (end == size) break;
      // Windows overlap by half, but never reach back before the last change. The last window ends with the newest
      // values, so these are always compared with as many earlier ones as there are.
      start = std::min(start + scan_length / 2, last_start);
      if (!changes_.empty()) start = std::max(start, changes_.back().index);
    }
    move_to_best_places();
    return std::move(changes_);
  }

 private:
  // Finds changes in ascending order of place.
  void divide(std::size_t start, std::size_t end) {
    if (end - start < 2 * options_.least_segment) return;
    const std::vector<double> part = clipped(series_.subspan(start, end - start), options_.clip);
    // Each part has its own permutations, independent of the rest of the series.
    const double p = split_p(part, options_.least_segment, options_.p, options_.seed + start);
    if (p > options_.p) return;
    const std::size_t index = start + best_split(part, options_.least_segment).index;
    divide(start, index);
    changes_.push_back({index, p, 0, 0});
    divide(index, end);
  }

  // Moves each change to the best place between its neighbours: it was found in a window that may have cut those values
  // short, or held other changes too.
  void move_to_best_places() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const std::size_t place = changes_[i].index;
      const std::size_t start = std::max(i > 0 ? changes_[i - 1].index : 0, place - std::min(place, scan_length / 2));
      const std::size_t end =
          std::min(i + 1 < changes_.size() ? changes_[i + 1].index : series_.size(), place + scan_length / 2);
      changes_[i].index =
          start + best_split(clipped(series_.subspan(start, end - start), options_.clip), options_.least_segment).index;
    }
  }

  std::span<const double> series_;
  const change_options& options_;
  std::vector<change_point> changes_;
};

double magnitude(const change_point& change) {
  if (change.before == change.after) return 0;
  return change.before == 0 ? std::numeric_limits<double>::infinity() : std::fabs(change.after / change.before - 1);
}

// Sets the level of each segment, after removing changes that are too small, the smallest first; each removal joins two
// segments.
void set_levels(std::vector<change_point>& changes, std::span<const double> series, double least_magnitude) {
  const auto level = [&](std::size_t segment) {
    const std::size_t start = segment == 0 ? 0 : changes[segment - 1].index;
    const std::size_t end = segment == changes.size() ? series.size() : changes[segment].index;
    std::vector<double> part(series.begin() + static_cast<std::ptrdiff_t>(start),
                             series.begin() + static_cast<std::ptrdiff_t>(end));
    return median_in_place(part);
  };
  const auto set = [&](std::size_t segment) {
    const double median = level(segment);
    if (segment > 0) changes[segment - 1].after = median;
    if (segment < changes.size()) changes[segment].before = median;
  };
  for (std::size_t segment = 0; segment <= changes.size(); ++segment) set(segment);
  while (!changes.empty()) {
    const auto smallest = std::min_element(changes.begin(), changes.end(),
                                           [](const auto& a, const auto& b) { return magnitude(a) < magnitude(b); });
    if (magnitude(*smallest) >= least_magnitude) return;
    const auto segment = static_cast<std::size_t>(smallest - changes.begin());
    changes.erase(smallest);
    if (!changes.empty()) set(segment);
  }
}

}  // namespace

hampel_result hampel(std::span<const double> values, std::size_t window, double deviations) {
  hampel_result result{{values.begin(), values.end()}, std::vector<bool>(values.size(), false)};
  const std::size_t reach = window / 2;
  std::vector<double> around;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i - std::min(i, reach);
    const std::size_t last = std::min(values.size() - 1, i + reach);
    around.assign(values.begin() + static_cast<std::ptrdiff_t>(first),
                  values.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    const double median = median_in_place(around);
    for (double& value : around) value = std::fabs(value - median);
    const double deviation = mad_to_deviation * median_in_place(around);
    if (deviation > 0 && std::fabs(values[i] - median) > deviations * deviation) {
      result.values[i] = median;
      result.replaced[i] = true;
    }
  }
  return result;
}

std::vector<change_point> find_changes(std::span<const double> values, const change_options& options) {
  if (values.empty()) return {};
  std::vector<change_point> changes = divisive_scan(values, options).run();
  set_levels(changes, values, options.least_magnitude);
  return changes;
}

}  // namespace interleave::reports
