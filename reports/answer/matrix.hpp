// Every batch under every runner, by one metric at one level: each runner's figure relative to the best of its row.
// Independent of the verdict: it only divides medians, and says nothing of significance.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interleave::reports {

struct matrix_metric {
  std::string id;       // "speed", "cpu", "memory", "p99"
  std::string label;    // "CPU time a task"
  std::string reading;  // what an entry is, in a sentence
  bool more_is_better = false;
};

struct matrix_entry {
  std::optional<std::size_t> cell;  // of analysis::cells; absent where the runner wasn't tried at this level
  std::optional<double> value;      // the median, in the metric's unit; positive
  // Of the best of the row. Where more is better, its share (at most 1); else how many times the lowest (at least 1).
  std::optional<double> ratio;
  std::string text;    // "98 %", "2.31×"; "alone", "can't", "failed" or "–" where there is no ratio
  std::string detail;  // "coroutines: 290k/s (280k/s – 301k/s), 5 samples"; or why there is no number
};

using matrix_row = std::vector<matrix_entry>;     // parallel to matrix_view::runners
using matrix_sheet = std::vector<matrix_row>;     // parallel to matrix_view::subjects
using matrix_levels = std::vector<matrix_sheet>;  // parallel to analysis::levels

struct matrix_view {
  std::vector<std::size_t> runners;   // those with a row for a batch, simplest first
  std::vector<std::size_t> subjects;  // the batches
  std::vector<matrix_metric> metrics;
  std::vector<matrix_levels> sheets;  // parallel to `metrics`
  // The level shown first, an index into analysis::levels: the one at which most workloads compare runners, and of
  // several the highest.
  std::size_t level = 0;
};

// "Share of the best throughput in each row, at 8 in flight."
std::string caption_of(const matrix_metric& shown, const std::string& place);

}  // namespace interleave::reports
