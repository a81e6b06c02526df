// What two recordings say about each other, cell by cell: the model of `interleave compare`. Every number and sentence
// that any output shows is made here. Names may come from untrusted files: each renderer escapes whole strings.
// Sentences are plain text without markup and end in a full stop.
//
// The two were measured at different times, so the difference includes whatever changed on the machine in between: a
// comparison shows where to look. Decisions are for the gate, which measures pairs alternately.
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
  std::optional<reports::better> direction = {};  // absent: derived from the metric's name
  std::string filter = {};  // ECMAScript regular expression, searched in the names; empty: every cell
  double margin = 0.03;     // only changes larger than this are reported
  // Familywise probability of a wrong 'slower' or 'faster', given that every sample comes from a process of its own.
  double level = 0.05;
  std::size_t minimum_samples = reports::least_for_ratio_interval;  // per side
};

// `too_few`: not judged, because there are fewer samples than the minimum, or too few for any result to be significant
// among so many cells; the change is given anyway.
// `skipped`: skipped by both, or supported by neither. `not_compared`: shown side by side, `note` says why.
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
  // Candidate over base (see ratio.hpp), with a 95 % interval for this cell alone.
  std::optional<reports::estimate> effect;
  // The smallest change, either way, that would have been detected with a probability of 80 %, as a factor above 1.
  std::optional<double> smallest_visible;
  std::size_t samples_needed = 0;  // per side; set where there are too few
  std::optional<double> p;         // for a change beyond the margin, adjusted for the number of cells (Holm)
  std::string effect_text;         // "+4.2 %"
  std::string interval_text;       // "+1.0 % to +7.4 %"
  std::string visible_text;        // "5.1 %", "nothing"
  std::string note;                // empty where there is nothing to say
};

// A cell of the decision map for which the candidate names another runner than the base.
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
  std::vector<std::string> cautions;  // what to know before trusting the answer, the gravest first
  std::vector<std::string> reading;   // how the numbers are computed
  bool comparable = true;             // false: no verdict at all, the headline says why
  std::string metric;
  reports::better direction = reports::better::less;
  double margin = 0;
  std::vector<compared_fact> facts;
  std::vector<compared_cell> cells;    // slower, faster, no difference, no verdict; each most certain first
  std::vector<std::string> base_only;  // names
  std::vector<std::string> candidate_only;
  std::vector<winner_change> winners;  // filled by the caller, from changed_winners()

  std::size_t count(finding found) const;
};

// Throws reports::input_error where the two have no cell in common, for a filter that is invalid or matches nothing,
// and for a metric that no cell has or whose direction isn't known.
comparison compare(const reports::recording& base, const reports::recording& candidate,
                   const comparison_options& options = {});

// Cells of the decision map that are decided in both results, for different runners. For results of this suite.
std::vector<winner_change> changed_winners(const reports::analysis& base, const reports::analysis& candidate);

}  // namespace interleave::tracking
