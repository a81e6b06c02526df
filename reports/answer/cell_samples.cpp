// See the header.
#include "reports/answer/cell_samples.hpp"

#include "reports/results/metric_table.hpp"

#include <algorithm>

namespace interleave::reports {

std::optional<double> value_of(const sample_record& sample, std::string_view metric) {
  const std::optional<double> value = sample.value(metric);
  if (!value || *value >= 0) return value;
  const auto* const known = find_metric(metric);
  return known == nullptr || known->may_be_negative ? value : std::nullopt;
}

std::optional<double> unit_ns(const sample_record& sample) {
  const double rate = sample.counter("units_per_second").value_or(0);
  return rate >= lowest_rate ? std::optional(1e9 / rate) : std::nullopt;
}

std::vector<double> cell_samples::values(std::string_view counter) const {
  return values([&](const sample_record& sample) { return value_of(sample, counter); });
}

std::vector<double> cell_samples::values(const std::function<std::optional<double>(const sample_record&)>& of) const {
  std::vector<double> found;
  for (const sample_record* sample : good_) {
    if (const auto value = of(*sample)) found.push_back(*value);
  }
  return found;
}

std::optional<double> cell_samples::median(std::string_view counter) const {
  const std::vector<double> found = values(counter);
  if (is_minority(found.size())) return std::nullopt;
  return reports::median(found);
}

std::optional<estimate> cell_samples::estimate_of(const std::vector<double>& values) const {
  if (is_minority(values.size())) return std::nullopt;
  if (values.size() == good_.size() && enough(values.size())) return median_estimate(values);
  return estimate{reports::median(values), std::nullopt};
}

bool cell_samples::enough(std::size_t count) {
  return count >= least_for_median_interval;
}

}  // namespace interleave::reports
