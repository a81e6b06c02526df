// Every number that a result can have, one row each. Code that reads, compares, shows or documents a metric looks it up
// here, so a new metric needs only one more row: the reader, the tables of cells, directions and units in comparisons,
// the schema's counters and docs/results.md follow. The names are those that benchmarks/ writes; tests keep the two in
// agreement.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace interleave::reports {

struct measurement;

enum class better { less, more };

enum class metric_unit { one, nanoseconds, seconds, bytes, per_second, bytes_per_second, share, share_of_bound, flag };

// Where a metric comes from, which is also where the documentation lists it. `library`: from Google Benchmark itself;
// `sums`: not in any file, but computed from other metrics.
enum class metric_source { library, every_cell, shapes, workloads, driver, sums };

struct metric {
  std::string_view name;  // as in the file
  metric_unit unit = metric_unit::one;
  std::optional<better> direction = {};
  metric_source source = metric_source::every_cell;
  std::string_view description;  // without a full stop; Markdown
  bool may_be_negative = false;
  // For tables of cells: the column's heading (empty: no column), and its importance: on a narrow terminal, the least
  // important columns are dropped first.
  std::string_view heading = {};
  int importance = 0;
  std::optional<double> (*derived)(const measurement& from) = nullptr;
};

std::span<const metric> metrics();

// The metrics with a column in the tables of cells, in column order.
std::span<const metric* const> column_metrics();

// nullptr for a counter that isn't in the table, such as another program's.
const metric* find_metric(std::string_view name);

// "ns", "1/s", "0/1"
std::string_view unit_text(metric_unit unit);

}  // namespace interleave::reports
