// See the header. The tests themselves are in rank_sum and multiplicity.
#include "tracking/compare/judged_cells.hpp"

#include "reports/statistics/multiplicity.hpp"
#include "reports/statistics/ratio.hpp"
#include "reports/statistics/statistics.hpp"
#include "reports/statistics/two_groups.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include <boost/math/distributions/normal.hpp>
#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// Standard normal quantiles: for the ends of a 95 % interval, and for a power of 80 %.
constexpr double z_interval = 1.959963984540054;
constexpr double z_power = 0.8416212335729143;

// What a cell is judged by: logarithms, in which a factor becomes a shift.
struct judged_values {
  std::vector<double> base;
  std::vector<double> candidate;

  reports::log_groups groups() const { return {candidate, base}; }
};

std::string text_of_no_median(const reports::recorded_cell& cell) {
  if (cell.is_skipped()) return "skipped";
  return cell.measurements.empty() && !cell.failures.empty() ? "failed" : "none";
}

cell_side side_of(const reports::recorded_cell& cell, const std::string& metric) {
  cell_side side;
  const std::vector<double> values = cell.values(metric);
  side.samples = values.size();
  if (!values.empty()) side.median = reports::median(values);
  side.text = side.median ? reports::value_text(metric, *side.median) : text_of_no_median(cell);
  return side;
}

// The first failure, and how many samples failed. A skipped cell is skipped in all samples.
std::string failure_text(const reports::recorded_cell& cell) {
  if (cell.failures.empty()) return "";
  if (cell.is_skipped()) return cell.failures.front();
  return fmt::format("{} ({} of {} samples)", cell.failures.front(), cell.failures.size(), cell.samples());
}

std::string failure_note(const char* side, const std::string& failure) {
  return failure.empty() ? "" : fmt::format("{}: {}", side, failure);
}

std::string joined_notes(std::initializer_list<std::string> notes) {
  std::string all;
  for (const std::string& note : notes) {
    if (!note.empty()) all += (all.empty() ? "" : "; ") + note;
  }
  return all;
}

std::string failure_notes(const std::string& base, const std::string& candidate) {
  if (base == candidate) return failure_note("both", base);
  return joined_notes({failure_note("base", base), failure_note("candidate", candidate)});
}

class judge {
 public:
  judge(const comparison_options& options, reports::better direction, bool comparable)
      : options_(options), direction_(direction), comparable_(comparable), boundary_(std::log1p(options.margin)) {}

  void add(const cell_pair& pair) {
    compared_cell cell;
    cell.name = pair.candidate->name;
    cell.base = side_of(*pair.base, options_.metric);
    cell.candidate = side_of(*pair.candidate, options_.metric);
    cell.note = failure_notes(failure_text(*pair.base), failure_text(*pair.candidate));
    judged_values values;
    if (has_ratio(pair, cell)) {
      values = {reports::logarithms(pair.base->values(options_.metric)),
                reports::logarithms(pair.candidate->values(options_.metric))};
      measure(values, cell);
      const bool enough = std::min(cell.base.samples, cell.candidate.samples) >= options_.minimum_samples;
      cell.found = enough ? finding::none_shown : finding::too_few;
      if (!enough) {
        cell.samples_needed = options_.minimum_samples;
        cell.visible_text = "nothing";
      }
    }
    cells_.push_back(std::move(cell));
    values_.push_back(std::move(values));
  }

  // All cells are decided at once, because findings depend on how many cells are judged together.
  std::vector<compared_cell> decide() && {
    leave_out_what_nothing_can_show();
    std::vector<std::size_t> judged;
    std::vector<double> p_values;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (cells_[i].found != finding::none_shown) continue;
      judged.push_back(i);
      p_values.push_back(reports::p_of_ratio_beyond(values_[i].groups(), 1 + options_.margin));
    }
    if (judged.empty()) return std::move(cells_);
    const std::vector<double> adjusted = reports::holm(p_values);
    const double share = options_.level / static_cast<double>(judged.size());
    const double z_level = quantile(complement(boost::math::normal(), share / 2));
    for (std::size_t j = 0; j < judged.size(); ++j) {
      compared_cell& cell = cells_[judged[j]];
      cell.p = adjusted[j];
      if (adjusted[j] < options_.level) cell.found = is_harm(cell) ? finding::slower : finding::faster;
      note_visible(cell, z_level);
    }
    return std::move(cells_);
  }

 private:
  bool has_ratio(const cell_pair& pair, compared_cell& cell) const {
    const auto refuse = [&](finding why, const std::string& note) {
      cell.found = why;
      cell.note = joined_notes({note, cell.note});
      return false;
    };
    if (pair.base->name != pair.candidate->name || pair.base->parameters != pair.candidate->parameters) {
      const auto shown = [](const reports::recorded_cell& of) {
        return of.parameters.empty() ? of.name : of.parameters;
      };
      return refuse(finding::not_compared,
                    fmt::format("other parameters: {} / {}", shown(*pair.base), shown(*pair.candidate)));
    }
    if (!comparable_) return refuse(finding::not_compared, "");
    if (pair.base->is_skipped() && pair.candidate->is_skipped()) return refuse(finding::skipped, "");
    if (!cell.base.median || !cell.candidate.median) return refuse(finding::failed, "");
    const auto is_positive = [&](const reports::recorded_cell& of) {
      const std::vector<double> values = of.values(options_.metric);
      return std::all_of(values.begin(), values.end(), [](double value) { return value > 0; });
    };
    if (!is_positive(*pair.base) || !is_positive(*pair.candidate))
      return refuse(finding::not_compared, "has values of 0 or less, which have no ratio");
    return true;
  }

  static void measure(const judged_values& values, compared_cell& cell) {
    cell.effect = reports::ratio_between(values.groups());
    cell.effect_text = reports::change_text(cell.effect->median);
    if (!cell.effect->interval) return;
    cell.interval_text =
        reports::change_text(cell.effect->interval->low) + " to " + reports::change_text(cell.effect->interval->high);
  }

  bool is_harm(const compared_cell& cell) const {
    return (cell.effect->median > 1) == (direction_ == reports::better::less);
  }

  // If even the most extreme arrangement of ranks isn't significant among so many cells, 'no difference shown' would be
  // meaningless. Leaving such cells out is legitimate, as their number of samples doesn't depend on any result.
  void leave_out_what_nothing_can_show() {
    const auto asked = std::count_if(cells_.begin(), cells_.end(),
                                     [](const compared_cell& cell) { return cell.found == finding::none_shown; });
    for (compared_cell& cell : cells_) {
      if (cell.found != finding::none_shown) continue;
      const double share = options_.level / static_cast<double>(asked);
      if (reports::least_p_of_two_groups(cell.base.samples, cell.candidate.samples) <= share) continue;
      cell.found = finding::too_few;
      cell.samples_needed = reports::least_size_of_two_groups(share);
      cell.visible_text = "nothing";
    }
  }

  // Estimated from the interval's half-width, as if the shift were normally distributed: margin + (z of the level + z
  // of the power) * standard error.
  void note_visible(compared_cell& cell, double z_level) const {
    if (!cell.effect->interval) return;
    const double width = std::log(cell.effect->interval->high) - std::log(cell.effect->interval->low);
    cell.smallest_visible = std::exp(boundary_ + (z_level + z_power) * width / (2 * z_interval));
    cell.visible_text = reports::change_text(*cell.smallest_visible);
    if (cell.visible_text.starts_with('+')) cell.visible_text.erase(0, 1);
  }

  const comparison_options& options_;
  reports::better direction_;
  bool comparable_;
  double boundary_;
  std::vector<compared_cell> cells_;
  std::vector<judged_values> values_;  // parallel to the cells
};

}  // namespace

std::vector<compared_cell> judge_cells(std::span<const cell_pair> pairs, const comparison_options& options,
                                       reports::better direction, bool comparable) {
  judge judging(options, direction, comparable);
  for (const cell_pair& pair : pairs) judging.add(pair);
  return std::move(judging).decide();
}

}  // namespace interleave::tracking
