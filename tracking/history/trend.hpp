// Since when has a cell been slower: change points in the history of every cell, worst first. All wording of a trend is
// made here; renderers only place it.
#pragma once

#include "reports/results/metric.hpp"
#include "reports/statistics/change_points.hpp"
#include "tracking/history/history_store.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interleave::tracking {

struct trend_options {
  std::string metric = "real_time";
  std::optional<reports::better> direction = {};  // overrides what the metric's name says, or fails to say
  std::string branch = {};                        // only runs of this branch; empty: all
  std::string filter = {};                        // ECMAScript regular expression, searched in names of cells
  std::string control = {};  // cells whose changes are blamed on the machine: all others are divided by them,
                             // whether or not the filter shows them
  reports::change_options changes = {};
};

// A measurement of one cell in one run.
struct trend_point {
  std::size_t run = 0;      // in trend::runs
  std::size_t stretch = 0;  // in trend::stretches
  double value = 0;         // normalised by the control cells, if there are any
  double low = 0;           // value -+ spread; both are the value where the run has no spread
  double high = 0;
  bool lone = false;  // an outlier by Hampel's rule: shown, but with little weight
};

// The points of one stretch between two changes.
struct trend_segment {
  std::size_t first = 0;  // in trend_series::points
  std::size_t last = 0;
  double level = 0;  // median
};

struct trend_series {
  std::string name;
  bool is_control = false;
  std::vector<trend_point> points;      // by time
  std::vector<trend_segment> segments;  // by stretch, then by time
  std::string sentence;                 // "80 runs: 1 change, 13.5 µs now."
};

// other: which direction is better isn't known; control: in a control cell, so not caused by a commit.
enum class change_kind { regression, improvement, other, control };

struct trend_change {
  std::size_t cell = 0;  // in trend::cells
  std::size_t last_before = 0;
  std::size_t first_after = 0;  // both in trend::runs
  double before = 0;
  double after = 0;
  double p = 1;
  change_kind kind = change_kind::other;
  bool undone = false;       // a later change brought the cell back to its earlier level
  std::string change_text;   // "+10 %"; empty where the level before was 0 or less
  std::string before_text;   // "12.3 µs"
  std::string after_text;    // "13.5 µs"
  std::string commits_text;  // "1f2e3d4c5b..0a1b2c3d4e"
  std::string p_text;        // "p = 0.0003", "p < 0.00001"
  std::string sentence;      // the change described in one sentence
};

struct trend_run {
  std::string id;
  std::string commit;
  std::string commit_text;  // short
  std::string branch;
  std::string time;
};

struct trend {
  std::string metric;
  std::optional<reports::better> direction;
  std::string headline;
  std::vector<std::string> cautions;
  std::vector<trend_run> runs;
  std::vector<std::string> stretches;  // one description per combination of machine and build; changes lie within one
  std::vector<trend_series> cells;     // by name
  // First regressions that persist, worst first; then those that were undone, changes of kind `other`, improvements,
  // and changes of control cells.
  std::vector<trend_change> changes;
};

// The first ten digits of a hash; any other name of a commit is left whole.
std::string short_commit(const std::string& commit);

// Throws input_error, naming `source`, for an empty history, an invalid expression, one that matches no cell or no
// control cell, and a metric that no run has.
trend find_trend(const history& kept, const trend_options& options, const std::string& source);

}  // namespace interleave::tracking
