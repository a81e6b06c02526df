// The good samples of one cell: their values of a counter, and the medians of these. Internal to the analysis.
#pragma once

#include "reports/answer/analysis_parts.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave::reports {

// A metric, unless it is below 0 where ours can't be: others may mean anything by its name.
std::optional<double> value_of(const sample_record& sample, std::string_view metric);

// Wall time per fork, item, hop or waiting task.
std::optional<double> unit_ns(const sample_record& sample);

class cell_samples {
 public:
  // Both must outlive this.
  cell_samples(const workbench& bench, const std::vector<const sample_record*>& good) : bench_(bench), good_(good) {}

  const std::vector<const sample_record*>& good() const { return good_; }
  std::vector<double> values(std::string_view counter) const;
  // Of each sample that has one.
  std::vector<double> values(const std::function<std::optional<double>(const sample_record&)>& of) const;

  // Medians are absent where only a minority of the samples has a value: it would be the median of the lucky ones.
  std::optional<double> median(std::string_view counter) const;
  // Without an interval where there are too few samples for one, or not every sample has a value: which ones lack it is
  // no accident (a percentile needs many tasks).
  std::optional<estimate> estimate_of(const std::vector<double>& values) const;

  // For an interval, of a median as of a ratio.
  bool enough(std::size_t count) const;

 private:
  bool is_minority(std::size_t count) const { return count == 0 || 2 * count < good_.size(); }

  const workbench& bench_;
  const std::vector<const sample_record*>& good_;
};

}  // namespace interleave::reports
