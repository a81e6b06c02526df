// The good samples of one cell: the values of a counter, and their median. Internal to the analysis.
#pragma once

#include "reports/answer/analysis_parts.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave::reports {

// Absent for a negative value of a metric of the table that can't be negative; unknown counters may have any value.
std::optional<double> value_of(const sample_record& sample, std::string_view metric);

// Wall time per fork, item, hop or waiting task.
std::optional<double> unit_ns(const sample_record& sample);

class cell_samples {
 public:
  // Must outlive this.
  explicit cell_samples(const std::vector<const sample_record*>& good) : good_(good) {}

  const std::vector<const sample_record*>& good() const { return good_; }
  std::vector<double> values(std::string_view counter) const;
  // One value for each sample that has one.
  std::vector<double> values(const std::function<std::optional<double>(const sample_record&)>& of) const;

  // Absent where only a minority of the samples has a value: those samples are hardly representative.
  std::optional<double> median(std::string_view counter) const;
  // Has no interval where there are too few samples, or where some lack a value: which samples lack one isn't random (a
  // percentile, for example, needs many tasks).
  std::optional<estimate> estimate_of(const std::vector<double>& values) const;

  // Enough samples for an interval, be it of a median or of a ratio.
  static bool enough(std::size_t count);

 private:
  bool is_minority(std::size_t count) const { return count == 0 || 2 * count < good_.size(); }

  const std::vector<const sample_record*>& good_;
};

}  // namespace interleave::reports
