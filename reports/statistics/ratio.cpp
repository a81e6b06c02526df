// Ratios as shifts of logarithms; see the header.
#include "reports/statistics/ratio.hpp"

#include "reports/statistics/rank_sum.hpp"

#include <cmath>

namespace interleave::reports {

namespace {

bool is_one_group(const log_groups& groups) {
  return groups.over.data() == groups.under.data() && groups.over.size() == groups.under.size();
}

estimate log_ratio(const log_groups& groups, double confidence) {
  if (is_one_group(groups)) return {0, confidence_interval{0, 0}};
  return shift_between(groups.under, groups.over, confidence);
}

estimate exponential(const estimate& shift) {
  estimate factor{std::exp(shift.median), std::nullopt};
  if (shift.interval) factor.interval = {std::exp(shift.interval->low), std::exp(shift.interval->high)};
  return factor;
}

}  // namespace

std::vector<double> logarithms(std::span<const double> values) {
  std::vector<double> logs;
  logs.reserve(values.size());
  for (const double value : values) logs.push_back(std::log(value));
  return logs;
}

estimate ratio_between(const log_groups& groups, double confidence) {
  return exponential(log_ratio(groups, confidence));
}

estimate mean_ratio(std::span<const log_groups> ratios, double confidence) {
  double sum = 0;
  double below = 0;  // sum of squares
  double above = 0;
  bool has_interval = true;
  for (const log_groups& groups : ratios) {
    const estimate part = log_ratio(groups, confidence);
    sum += part.median;
    has_interval = has_interval && part.interval;
    if (!part.interval) continue;
    below += std::pow(part.median - part.interval->low, 2);
    above += std::pow(part.interval->high - part.median, 2);
  }
  const auto count = static_cast<double>(ratios.size());
  estimate mean{sum / count, std::nullopt};
  if (has_interval) mean.interval = {(sum - std::sqrt(below)) / count, (sum + std::sqrt(above)) / count};
  return exponential(mean);
}

double p_of_ratio_beyond(const log_groups& groups, double factor) {
  const double shift = log_ratio(groups, 0.95).median;
  const double boundary = std::log(factor);
  if (std::fabs(shift) <= boundary) return 1;
  std::vector<double> moved(groups.under.begin(), groups.under.end());
  for (double& value : moved) value += std::copysign(boundary, shift);
  return rank_sum_p(moved, groups.over);
}

}  // namespace interleave::reports
