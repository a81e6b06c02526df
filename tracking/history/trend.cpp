// Collects series, normalises them, finds their changes on all cores, and words them.
#include "tracking/history/trend.hpp"

#include "reports/errors.hpp"
#include "reports/results/name_pattern.hpp"
#include "reports/sort_by.hpp"
#include "reports/statistics/ranks.hpp"
#include "reports/statistics/two_groups.hpp"
#include "reports/words/text.hpp"
#include "tracking/history/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::input_error;

// What two runs must have in common to be comparable.
std::string stretch_of(const history_run& run) {
  std::string words = run.cpu_model;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) words += (words.empty() ? "" : " · ") + part;
  };
  if (run.cores > 0) add(reports::count_text(static_cast<std::uint64_t>(run.cores), "core", "cores"));
  // Google Benchmark's files don't name the CPU model; cache sizes tell most CPUs apart.
  if (run.cpu_model.empty()) add(run.caches);
  add(run.compiler);
  add(run.build_type);
  add(run.settings);
  if (!run.version.empty()) add("version " + run.version);
  return words.empty() ? "machine and build not recorded" : words;
}

// The series of a history: which cells there are, and each one's values over the runs.
class collection {
 public:
  collection(const history& kept, const trend_options& options, const std::string& source)
      : options_(options),
        source_(source),
        filter_("--filter", options.filter),
        control_("--control", options.control) {
    for (const stored_run& stored : kept.runs)
      if (options.branch.empty() || stored.run.from.branch == options.branch) add(stored);
    complain_of_nothing(kept);
    if (!options.control.empty()) normalise();
  }

  trend take() && {
    for (std::size_t cell = 0; cell < series_.size(); ++cell)
      if (is_shown_[cell] && !series_[cell].points.empty()) result_.cells.push_back(std::move(series_[cell]));
    std::ranges::sort(result_.cells, {}, &trend_series::name);
    return std::move(result_);
  }

 private:
  void add(const stored_run& stored) {
    const history_run& run = stored.run;
    const std::size_t index = result_.runs.size();
    result_.runs.push_back({stored.id, run.from.commit, short_commit(run.from.commit), run.from.branch, run.from.time});
    const auto stretch = stretches_.try_emplace(stretch_of(run), stretches_.size());
    if (stretch.second) result_.stretches.push_back(stretch.first->first);
    const kept_metric* const metric = run.find(options_.metric);
    if (metric == nullptr) return;
    has_metric_ = true;
    const std::vector<std::size_t>& places = places_of(run.cells);
    for (std::size_t cell = 0; cell < places.size(); ++cell) {
      const double value = metric->medians[cell];
      if (places[cell] == left_out || std::isnan(value)) continue;
      const double spread = std::isnan(metric->spreads[cell]) ? 0 : metric->spreads[cell];
      series_[places[cell]].points.push_back(
          {index, stretch.first->second, value, value - spread, value + spread, false});
    }
  }

  // The index of each name's series. Most runs of a history share their names.
  const std::vector<std::size_t>& places_of(const std::shared_ptr<const std::vector<std::string>>& names) {
    const auto [known, is_new] = places_.try_emplace(names.get());
    if (!is_new) return known->second;
    for (const std::string& name : *names) {
      const bool is_control = !options_.control.empty() && control_.is_in(name);
      const bool is_shown = filter_.is_in(name);
      if (!is_control && !is_shown) {
        known->second.push_back(left_out);
        continue;
      }
      const auto [place, is_first] = by_name_.try_emplace(name, series_.size());
      if (is_first) {
        series_.push_back({name, is_control, {}, {}, {}});
        is_shown_.push_back(is_shown);
      }
      known->second.push_back(place->second);
    }
    return known->second;
  }

  void complain_of_nothing(const history& kept) const {
    if (kept.runs.empty()) throw empty_history(source_);
    if (result_.runs.empty())
      throw input_error(source_, "", fmt::format("no run is of branch '{}'", options_.branch),
                        "`interleave history list` shows the branches");
    if (!has_metric_)
      throw input_error(source_, "", fmt::format("no run has the metric '{}'", options_.metric),
                        "real_time and cpu_time are always kept, counters by `history add --counter`");
    if (std::ranges::find(is_shown_, true) == is_shown_.end())
      throw input_error(source_, "", fmt::format("no cell fits the filter '{}'", options_.filter), "");
  }

  // Divides every value by the geometric mean over the control cells, in the same run, of value / median of that cell
  // in the stretch.
  void normalise() {
    std::vector<double> log_sums(result_.runs.size(), 0);
    std::vector<std::size_t> counts(result_.runs.size(), 0);
    for (const trend_series& series : series_) {
      if (series.is_control) add_movement(series, log_sums, counts);
    }
    if (std::ranges::none_of(series_, &trend_series::is_control))
      throw input_error(source_, "", fmt::format("no cell fits the control '{}'", options_.control), "");
    for (trend_series& series : series_) {
      if (series.is_control) continue;
      std::erase_if(series.points, [&](const trend_point& point) { return counts[point.run] == 0; });
      for (trend_point& point : series.points) {
        const double factor = std::exp(-log_sums[point.run] / static_cast<double>(counts[point.run]));
        for (double* const number : {&point.value, &point.low, &point.high}) *number *= factor;
      }
    }
    const auto without = static_cast<std::uint64_t>(std::ranges::count(counts, std::size_t{0}));
    if (without > 0)
      result_.cautions.push_back(fmt::format("{} no control cell and {} left out.",
                                             reports::count_text(without, "run has", "runs have"),
                                             without == 1 ? "is" : "are"));
  }

  static void add_movement(const trend_series& control, std::vector<double>& log_sums,
                           std::vector<std::size_t>& counts) {
    std::map<std::size_t, std::vector<double>> values;
    for (const trend_point& point : control.points) values[point.stretch].push_back(point.value);
    std::map<std::size_t, double> medians;
    for (auto& [stretch, all] : values) medians[stretch] = reports::median_in_place(all);
    for (const trend_point& point : control.points) {
      if (point.value <= 0 || medians[point.stretch] <= 0) continue;
      log_sums[point.run] += std::log(point.value / medians[point.stretch]);
      ++counts[point.run];
    }
  }

  static constexpr std::size_t left_out = static_cast<std::size_t>(-1);

  const trend_options& options_;
  const std::string& source_;
  reports::name_pattern filter_;
  reports::name_pattern control_;
  trend result_;
  std::vector<trend_series> series_;
  std::vector<bool> is_shown_;  // parallel to series_
  std::map<std::string, std::size_t> by_name_;
  std::unordered_map<const void*, std::vector<std::size_t>> places_;
  std::map<std::string, std::size_t> stretches_;
  bool has_metric_ = false;
};

change_kind kind_of(double before, double after, bool is_control, std::optional<reports::better> direction) {
  if (is_control) return change_kind::control;
  if (!direction) return change_kind::other;
  return (after > before) == (*direction == reports::better::less) ? change_kind::regression : change_kind::improvement;
}

// Changes of one cell within one stretch; `places`: indices of its points there.
std::vector<trend_change> changes_within(trend_series& series, const std::vector<std::size_t>& places,
                                         const reports::change_options& options) {
  std::vector<double> values;
  for (const std::size_t place : places) values.push_back(series.points[place].value);
  const reports::hampel_result mended = reports::hampel(values);
  for (std::size_t i = 0; i < places.size(); ++i) series.points[places[i]].lone = mended.replaced[i];
  std::vector<trend_change> changes;
  std::size_t start = 0;
  const auto add_segment = [&](std::size_t end) {
    std::vector<double> part(values.begin() + static_cast<std::ptrdiff_t>(start),
                             values.begin() + static_cast<std::ptrdiff_t>(end));
    series.segments.push_back({places[start], places[end - 1], reports::median_in_place(part)});
    start = end;
  };
  for (const reports::change_point& found : reports::find_changes(values, options)) {
    add_segment(found.index);
    trend_change change;
    change.last_before = series.points[places[found.index - 1]].run;
    change.first_after = series.points[places[found.index]].run;
    change.before = found.before;
    change.after = found.after;
    change.p = found.p;
    changes.push_back(std::move(change));
  }
  add_segment(values.size());
  return changes;
}

// A regression is undone if the stretch's last level is as good as the level before it, up to the least magnitude.
void mark_undone(std::vector<trend_change>& changes, std::optional<reports::better> direction, double least_magnitude) {
  for (trend_change& change : changes) {
    if (change.kind != change_kind::regression) continue;
    const double now = changes.back().after;
    const double limit =
        change.before * (*direction == reports::better::less ? 1 + least_magnitude : 1 - least_magnitude);
    change.undone = *direction == reports::better::less ? now <= limit : now >= limit;
  }
}

std::vector<trend_change> changes_of(trend_series& series, const trend& found, const reports::change_options& options) {
  std::map<std::size_t, std::vector<std::size_t>> by_stretch;
  for (std::size_t place = 0; place < series.points.size(); ++place)
    by_stretch[series.points[place].stretch].push_back(place);
  std::vector<trend_change> all;
  for (const auto& [stretch, places] : by_stretch) {
    std::vector<trend_change> changes = changes_within(series, places, options);
    for (trend_change& change : changes)
      change.kind = kind_of(change.before, change.after, series.is_control, found.direction);
    mark_undone(changes, found.direction, options.least_magnitude);
    std::ranges::move(changes, std::back_inserter(all));
  }
  return all;
}

std::string p_text(double p) {
  return p < 1e-5 ? "p < 0.00001" : fmt::format("p = {:.1g}", p);
}

void set_texts(trend_change& change, const trend& found) {
  const trend_run& from = found.runs[change.last_before];
  const trend_run& to = found.runs[change.first_after];
  change.change_text = change.before > 0 ? reports::change_text(change.after / change.before) : "";
  change.before_text = reports::value_text(found.metric, change.before);
  change.after_text = reports::value_text(found.metric, change.after);
  change.commits_text = from.commit_text + ".." + to.commit_text;
  change.p_text = p_text(change.p);
  const char* const verb = change.kind == change_kind::regression    ? "became worse"
                           : change.kind == change_kind::improvement ? "became better"
                                                                     : "changed";
  const std::string by = change.change_text.empty() ? "" : fmt::format(" by {},", change.change_text);
  const char* const rest = change.undone                         ? "; it has recovered since"
                           : change.kind == change_kind::control ? "; no commit caused it: this is a control cell"
                                                                 : "";
  change.sentence =
      fmt::format("{} {}{} from {} to {}, between {} and {} ({}){}.", found.cells[change.cell].name, verb, by,
                  change.before_text, change.after_text, from.commit_text, to.commit_text, to.time.substr(0, 10), rest);
}

std::string sentence_of(const trend_series& series, std::size_t changes, const std::string& metric, bool can_tell) {
  const auto newest = std::ranges::find(series.segments, series.points.size() - 1, &trend_segment::last);
  return fmt::format("{}: {}, {} now.", reports::count_text(series.points.size(), "run", "runs"),
                     changes > 0 ? reports::count_text(changes, "change", "changes")
                     : can_tell  ? "no change shown"
                                 : "too few to show a change",
                     reports::value_text(metric, newest->level));
}

// Larger is more urgent: ordered by kind, then by size.
std::pair<int, double> urgency(const trend_change& change) {
  const int rank = change.kind == change_kind::regression    ? (change.undone ? 3 : 4)
                   : change.kind == change_kind::other       ? 2
                   : change.kind == change_kind::improvement ? 1
                                                             : 0;
  const bool both_positive = change.before > 0 && change.after > 0;
  return {rank, both_positive ? std::fabs(std::log(change.after / change.before)) : 0};
}

std::string headline_of(const trend& found, bool can_tell) {
  const auto count = [&](change_kind kind, bool undone) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        found.changes, [&](const trend_change& change) { return change.kind == kind && change.undone == undone; }));
  };
  std::vector<std::string> parts;
  const std::uint64_t standing = count(change_kind::regression, false);
  const std::uint64_t undone = count(change_kind::regression, true);
  const std::uint64_t improvements = count(change_kind::improvement, false);
  const std::uint64_t others = count(change_kind::other, false);
  const std::uint64_t controls = count(change_kind::control, false);
  if (standing > 0) parts.push_back(reports::count_text(standing, "regression stands", "regressions stand"));
  if (undone > 0) parts.push_back(reports::count_text(undone, "regression was undone", "regressions were undone"));
  if (improvements > 0) parts.push_back(reports::count_text(improvements, "improvement", "improvements"));
  if (others > 0) parts.push_back(reports::count_text(others, "change", "changes"));
  if (controls > 0)
    parts.push_back(reports::count_text(controls, "change of a control cell", "changes of control cells"));
  const char* const none = can_tell ? "No change shown" : "Too few runs to show any change";
  return fmt::format("{} in {} over {}, by {}.", parts.empty() ? none : reports::list_text(parts),
                     reports::count_text(found.cells.size(), "cell", "cells"),
                     reports::count_text(found.runs.size(), "run", "runs"), found.metric);
}

// With fewer points, a permutation test can't reach so small a p.
std::size_t fewest_points(double p) {
  return 2 * reports::least_size_of_two_groups(p);
}

std::size_t longest_stretch(const trend_series& series) {
  std::map<std::size_t, std::size_t> lengths;
  std::size_t longest = 0;
  for (const trend_point& point : series.points) longest = std::max(longest, ++lengths[point.stretch]);
  return longest;
}

std::size_t longest_stretch(const trend& found) {
  std::size_t longest = 0;
  for (const trend_series& cell : found.cells) longest = std::max(longest, longest_stretch(cell));
  return longest;
}

// With several branches, runs that are neighbours in time need not be neighbours in the commit graph.
void warn_of_branches(trend& found) {
  std::set<std::string> branches;
  for (const trend_run& run : found.runs) branches.insert(run.branch.empty() ? "(none)" : run.branch);
  if (branches.size() < 2) return;
  found.cautions.push_back(fmt::format(
      "These runs are of {} branches, {}, in the order of time: a change may lie between two branches and be no "
      "commit's. --branch chooses one.",
      branches.size(), reports::list_text(std::vector(branches.begin(), branches.end()), 5)));
}

void add_cautions(trend& found, std::size_t needed) {
  warn_of_branches(found);
  if (found.stretches.size() > 1)
    found.cautions.push_back(
        fmt::format("Machine, build or settings differ between runs: {} apart, and no change is "
                    "looked for between them.",
                    reports::count_text(found.stretches.size(), "kind is", "kinds are kept")));
  if (const std::size_t longest = longest_stretch(found); longest < needed)
    found.cautions.push_back(fmt::format("No cell has more than {}{}; it takes {} until a change can be shown.",
                                         reports::count_text(longest, "run", "runs"),
                                         found.stretches.size() > 1 ? " of one kind" : "", needed));
  if (!found.direction)
    found.cautions.push_back(
        fmt::format("Whether more or less of '{}' is better isn't known; --better says so.", found.metric));
}

}  // namespace

std::string short_commit(const std::string& commit) {
  constexpr std::size_t shown = 10;
  const bool is_hash = commit.size() >= 2 * shown && commit.find_first_not_of("0123456789abcdefABCDEF") == commit.npos;
  return is_hash ? commit.substr(0, shown) : commit;
}

trend find_trend(const history& kept, const trend_options& options, const std::string& source) {
  trend found = collection(kept, options, source).take();
  found.metric = options.metric;
  found.direction = options.direction ? options.direction : reports::usual_direction(options.metric);
  const std::size_t needed = fewest_points(options.changes.p);
  std::vector<std::vector<trend_change>> changes(found.cells.size());
  for_each_index(found.cells.size(),
                 [&](std::size_t cell) { changes[cell] = changes_of(found.cells[cell], found, options.changes); });
  for (std::size_t cell = 0; cell < changes.size(); ++cell) {
    const bool can_tell = longest_stretch(found.cells[cell]) >= needed;
    found.cells[cell].sentence = sentence_of(found.cells[cell], changes[cell].size(), found.metric, can_tell);
    for (trend_change& change : changes[cell]) {
      change.cell = cell;
      set_texts(change, found);
      found.changes.push_back(std::move(change));
    }
  }
  reports::sort_by(found.changes, [](const trend_change& change) {
    const auto [rank, size] = urgency(change);
    return std::pair(-rank, -size);
  });
  found.headline = headline_of(found, longest_stretch(found) >= needed);
  add_cautions(found, needed);
  return found;
}

}  // namespace interleave::tracking
