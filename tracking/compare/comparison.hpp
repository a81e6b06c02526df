// What two recordings say about each other, cell by cell: the model of `interleave compare`. Every number and sentence
// that any output shows is made here. Strings may hold hostile names: each renderer escapes whole strings. Sentences
// are plain text, end in a full stop and hold no markup.
//
// The two were measured apart, so whatever the machine did meanwhile is in the difference too: it shows where to
// look; a gate, which decides, measures pairs in turns.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/results/metric.hpp"
#include "reports/results/recording.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/statistics.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interleave::tracking {

struct comparison_options {
  std::string metric = "real_time";
  std::optional<reports::better> direction = {};  // absent: what the metric's name says
  std::string filter = {};  // ECMAScript regular expression, searched in the names; empty: every cell
  double margin = 0.03;     // a change must be shown to be larger
  // Chance of any wrong 'slower' or 'faster' among all cells together, where every sample is of a process of its own.
  double level = 0.05;
  std::size_t minimum_samples = reports::least_for_ratio_interval;  // a side
};

// `too_few`: not judged, as no result could be rare enough among so many cells, or there are fewer samples than the
// minimum; the change is given all the same.
// `skipped`: by both, or supported by neither. `not_compared`: stands side by side, `note` says why.
enum class finding { slower, faster, none_shown, too_few, failed, skipped, not_compared };

// One recording's part of a cell.
struct cell_side {
  std::size_t samples = 0;
  std::optional<double> median;
  std::string text;  // the median in words; "failed", "skipped" or "none" without one
};

struct compared_cell {
  std::string name;
  finding found = finding::not_compared;
  std::string label;  // "slower", "no difference shown"; "worse" and "better" where the metric is no time and no rate
  cell_side base;
  cell_side candidate;
  // Candidate over base, as ratio.hpp has it, with its interval for this cell alone (95 %).
  std::optional<reports::estimate> effect;
  // The change of either kind that would have been told with a chance of 80 %, as a factor above 1.
  std::optional<double> smallest_visible;
  std::size_t samples_needed = 0;  // a side; where there are too few
  std::optional<double> p;         // of a change beyond the margin, adjusted for the number of cells (Holm)
  std::string effect_text;         // "+4.2 %"
  std::string interval_text;       // "+1.0 % to +7.4 %"
  std::string visible_text;        // "5.1 %", "nothing"
  std::string note;                // empty where there is nothing to say
};

// The decision map names another runner than before.
struct winner_change {
  std::string subject;  // "io_echo (delay 5ms)"
  std::int64_t in_flight = 1;
  std::string before;  // "coroutines 1.40×"
  std::string after;
  std::string sentence;
};

struct compared_fact {
  std::string name;  // "Compiler"
  std::string base;
  std::string candidate;
  bool differs = false;
};

struct comparison {
  std::string title;
  std::string headline;               // the answer in one sentence
  std::vector<std::string> cautions;  // what to know before believing it, the gravest first
  std::vector<std::string> reading;   // how the numbers are made
  bool comparable = true;             // false: no verdict at all, the headline says why
  std::string metric;
  reports::better direction = reports::better::less;
  double margin = 0;
  std::vector<compared_fact> facts;
  std::vector<compared_cell> cells;  // slower, faster, no difference, without a verdict; in each the most certain first
  std::vector<std::string> base_only;  // names
  std::vector<std::string> candidate_only;
  std::vector<winner_change> winners;  // filled by the caller, from changed_winners()

  std::size_t count(finding found) const;
};

// Throws reports::input_error: no cell in both, a filter that is no expression or fits nothing, a metric that no cell
// has or whose direction isn't known.
comparison compare(const reports::recording& base, const reports::recording& candidate,
                   const comparison_options& options = {});

// Cells of the decision map that are decided in both and name another runner. For results of the suite.
std::vector<winner_change> changed_winners(const reports::analysis& base, const reports::analysis& candidate);

}  // namespace interleave::tracking
