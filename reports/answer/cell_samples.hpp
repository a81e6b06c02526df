// The good samples of one cell: their values of a counter, and what resampling says of these. Internal to the analysis.
#pragma once

#include "reports/answer/analysis_parts.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave::reports {

// Wall time per fork, item, hop or waiting task.
std::optional<double> unit_ns(const sample_record& sample);

class cell_samples {
 public:
  // The cell must know its name, its subject and its number of good samples; all three must outlive this.
  cell_samples(const workbench& bench, const cell_view& cell, const std::vector<const sample_record*>& good)
      : bench_(bench), cell_(cell), good_(good) {}

  const std::vector<const sample_record*>& good() const { return good_; }
  std::vector<double> values(std::string_view counter) const;
  // Of each sample that has one.
  std::vector<double> values(const std::function<std::optional<double>(const sample_record&)>& of) const;

  // Medians are absent where only a minority of the samples has a value: it would be the median of the lucky ones.
  std::optional<double> median(std::string_view counter) const;
  // Without an interval where there are too few samples for one.
  std::optional<estimate> estimate_of(const std::vector<double>& values);

  bool enough(std::size_t count) const;
  median_bootstrap bootstrap(const std::vector<double>& values);

 private:
  bool is_minority(std::size_t count) const { return count == 0 || 2 * count < good_.size(); }

  const workbench& bench_;
  const cell_view& cell_;
  const std::vector<const sample_record*>& good_;
  middle_ranks drawn_ = {};  // the same resamples serve all that was measured in the cell
};

}  // namespace interleave::reports
