// Every number that a result has, a row each. What reads, compares, shows or documents a metric looks it up here, so
// that a metric that is new is one more row: the reader, the tables of cells, the directions and units of comparisons,
// the schema's counters and docs/results.md follow. The names are those that benchmarks/ writes; tests hold the two
// together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace interleave::reports {

struct measurement;

enum class better { less, more };

enum class metric_unit { one, nanoseconds, seconds, bytes, per_second, bytes_per_second, share, share_of_bound, flag };

// Where a metric comes from, which is also where the documentation lists it. `library`: Google Benchmark's own; `sums`:
// no file has it, it is derived from what stands there.
enum class metric_source { library, every_cell, shapes, workloads, driver, sums };

struct metric {
  std::string_view name;  // as in the file
  metric_unit unit = metric_unit::one;
  std::optional<better> direction = {};
  metric_source source = metric_source::every_cell;
  std::string_view description;  // without a full stop; Markdown
  bool may_be_negative = false;
  // In the tables of cells: the column's head, empty for none, and which columns stay where a terminal is narrow, the
  // highest longest.
  std::string_view heading = {};
  int importance = 0;
  std::optional<double> (*derived)(const measurement& from) = nullptr;
};

std::span<const metric> metrics();

// Those that have a column in the tables of cells, in the order of the columns.
std::span<const metric* const> column_metrics();

// nullptr for what is not in the table: a counter of somebody else's.
const metric* find_metric(std::string_view name);

// "ns", "1/s", "0/1"
std::string_view unit_text(metric_unit unit);

}  // namespace interleave::reports
