// What changes with a parameter? For each workload that was measured with several values of one: its runners' figures
// by value, in a chart, a table and a sentence. Sizes of tasks have a question of their own (granularity.cpp).
#include "reports/answer/cost_parts.hpp"
#include "reports/results/parameter_value.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

using value_set = std::set<std::string, by_value>;

// A run has 64 combinations of a workload's values at most. Files may say anything: more than this is no drawing.
constexpr std::size_t most_combinations = 128;
constexpr std::size_t most_parameters = 8;

// "delay 5ms, size 64KiB", without the parameters that are no part of the question.
std::string words_of(const parameter_map& parameters, const std::set<std::string>& wanted) {
  std::string words;
  for (const auto& [name, value] : parameters) {
    if (wanted.contains(name)) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, value);
  }
  return words;
}

// Where on the axis the values stand. Equal steps where they are words, and where they begin at nothing but span so
// much that all the others would be in one place.
sweep_axis axis_of(const value_set& values) {
  constexpr double decade = 10;
  std::vector<double> numbers;
  for (const std::string& value : values) {
    const auto number = parameter_number(value);
    if (!number) return sweep_axis::steps;
    numbers.push_back(*number);
  }
  const auto least = std::ranges::find_if(numbers, [](double number) { return number > 0; });
  if (least == numbers.end() || numbers.front() < 0) return sweep_axis::linear;
  if (numbers.back() <= decade * *least) return sweep_axis::linear;
  return numbers.front() > 0 ? sweep_axis::logarithmic : sweep_axis::steps;
}

// One parameter of one workload.
class parameter_sweep {
 public:
  parameter_sweep(workbench& bench, const cost_bench& costs, std::vector<std::size_t> subjects, std::string parameter,
                  std::set<std::string> others)
      : bench_(bench), model_(bench.model), costs_(costs), subjects_(std::move(subjects)), others_(std::move(others)) {
    view_.parameter = std::move(parameter);
    const std::set<std::size_t> mine(subjects_.begin(), subjects_.end());
    for (std::size_t i = 0; i < model_.cells.size(); ++i) {
      const cell_view& cell = model_.cells[i];
      if (mine.contains(cell.subject)) cells_[{cell.subject, cell.in_flight}].push_back(i);
    }
  }

  // `is_first`: of the workload; who is left out is the same for all of its parameters.
  void find(bool is_first) {
    find_slices();
    if (view_.slices.empty()) return;
    find_levels();
    const subject& any = model_.subjects[subjects_.front()];
    const std::string& set = model_.sets[any.set].label;
    const std::size_t count = model_.sweeps.size();
    view_.id = count == 0 ? "sweep" : fmt::format("sweep-{}", count + 1);
    view_.title = fmt::format("{}{} by {}", set.empty() ? "" : set + ": ", any.workload, view_.parameter);
    view_.question = fmt::format("What changes with {}?", view_.parameter);
    view_.reading = fmt::format("One line a runner. Bands: {}s.", model_.median_interval);
    if (model_.reference)
      view_.reading += fmt::format(" {} has one task in flight at every level.", costs_.name(*model_.reference));
    view_.reading += " Dashed, with % of ideal bound: all of it.";
    for (sweep_slice& slice : view_.slices)
      for (const std::int64_t level : view_.levels) slice.sentences.push_back(sentence_of(slice, level));
    view_.lead = fmt::format("{} was measured with {} values of {}, from {} to {}.", any.workload, view_.values.size(),
                             view_.parameter, view_.values.front(), view_.values.back());
    view_.sentences = {view_.slices.front().sentences.back()};
    make_table();
    if (is_first) view_.left_out = costs_.left_out(subjects_);
    model_.sweeps.push_back(std::move(view_));
  }

 private:
  // The subjects that differ in nothing but this parameter.
  void find_slices() {
    std::map<parameter_map, std::map<std::string, std::size_t, by_value>, by_value> found;
    for (const std::size_t index : subjects_) {
      parameter_map rest = model_.subjects[index].parameters;
      const auto own = rest.extract(view_.parameter);
      if (!own.empty()) found[rest].emplace(own.mapped(), index);
    }
    value_set all;
    for (const auto& [rest, values] : found) {
      if (values.size() < 2) continue;
      sweep_slice slice;
      slice.label = words_of(rest, others_);
      for (const auto& [text, index] : values) {
        slice.values.push_back({text, 0, index});
        all.insert(text);
      }
      view_.slices.push_back(std::move(slice));
    }
    view_.values.assign(all.begin(), all.end());
    view_.axis = axis_of(all);
    for (sweep_slice& slice : view_.slices) {
      for (sweep_value& value : slice.values) {
        const auto step = std::ranges::find(view_.values, value.text) - view_.values.begin();
        value.place = view_.axis == sweep_axis::steps ? static_cast<double>(step) : *parameter_number(value.text);
      }
    }
  }

  void find_levels() {
    std::set<std::int64_t> levels;
    for (const auto& [place, cells] : cells_) {
      for (const std::size_t index : cells) {
        const cell_view& cell = model_.cells[index];
        view_.has_units = view_.has_units || cell.unit_ns;
        if (cell.runner != model_.reference && cell.state != cell_state::unsupported) levels.insert(cell.in_flight);
      }
    }
    if (levels.empty()) levels = {1};  // only the reference ran
    view_.levels.assign(levels.begin(), levels.end());
  }

  // By runner; the reference's one cell stands at every level.
  std::vector<std::size_t> cells_at(const sweep_value& value, std::int64_t level) const {
    const auto found = cells_.find({value.subject, level});
    std::vector<std::size_t> cells = found == cells_.end() ? std::vector<std::size_t>() : found->second;
    if (!model_.reference) return cells;
    const auto reference = bench_.cell_at(value.subject, *model_.reference, level);
    if (reference && model_.cells[*reference].in_flight != level) cells.push_back(*reference);
    return cells;
  }

  std::string place_of(const sweep_slice& slice, std::int64_t level) const {
    subject named = model_.subjects[slice.values.front().subject];
    const std::string& set = model_.sets[named.set].label;
    named.label = (set.empty() ? "" : set + ": ") + named.workload;
    if (!slice.label.empty()) named.label += " (" + slice.label + ")";
    return place_text(named, level);
  }

  const std::optional<estimate>& figure_of(const cell_view& cell) const {
    return view_.has_units ? cell.unit_ns : cell.throughput_per_s;
  }

  // ---- words ----

  // The best figure at one value: of all runners that have one.
  std::string best_at(const sweep_value& value, std::int64_t level) const {
    const cell_view* best = nullptr;
    for (const std::size_t index : cells_at(value, level)) {
      const cell_view& cell = model_.cells[index];
      if (!figure_of(cell)) continue;
      const auto is_better = [&](double a, double b) { return view_.has_units ? a < b : a > b; };
      if (best == nullptr || is_better(figure_of(cell)->median, figure_of(*best)->median)) best = &cell;
    }
    if (best == nullptr) return "";
    const double median = figure_of(*best)->median;
    const std::string share =
        best->efficiency && best->in_flight == level
            ? fmt::format(", {} of the ideal bound", share_of_bound_text(best->efficiency->median))
            : "";
    return fmt::format("{} ({}{}) at {}", view_.has_units ? duration_text(median) : rate_text(median),
                       costs_.name(best->runner), share, value.text);
  }

  std::string sentence_of(const sweep_slice& slice, std::int64_t level) const {
    std::vector<std::string> bests;
    for (const sweep_value& value : slice.values) {
      if (std::string best = best_at(value, level); !best.empty()) bests.push_back(std::move(best));
    }
    const std::string place = place_of(slice, level);
    if (bests.empty()) return fmt::format("{} has no number at any {}.", place, view_.parameter);
    const char* const what = view_.has_units ? "the shortest time per unit" : "the highest throughput";
    if (bests.size() == 1) return fmt::format("{}: {} is {}.", place, what, bests.front());
    return fmt::format("{}: {} goes from {} to {}.{}", place, what, bests.front(), bests.back(),
                       named_by_the_map(slice, level));
  }

  const decision* decision_at(const sweep_value& value, std::int64_t level) const {
    if (value.subject >= model_.map.size()) return nullptr;
    const auto& decisions = model_.map[value.subject].decisions;
    const auto found = std::ranges::find(decisions, level, &decision::in_flight);
    return found == decisions.end() ? nullptr : &*found;
  }

  // " The decision map names coroutines from 1ms to 5ms, and nobody at 20ms."
  std::string named_by_the_map(const sweep_slice& slice, std::int64_t level) const {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < slice.values.size();) {
      const decision* const first = decision_at(slice.values[i], level);
      if (first == nullptr) return "";
      std::size_t last = i;
      while (last + 1 < slice.values.size() && decision_at(slice.values[last + 1], level)->runner == first->runner)
        ++last;
      const std::string who = first->runner ? costs_.name(*first->runner) : "nobody";
      parts.push_back(i == last ? fmt::format("{} at {}", who, slice.values[i].text)
                                : fmt::format("{} from {} to {}", who, slice.values[i].text, slice.values[last].text));
      i = last + 1;
    }
    return fmt::format(" The decision map names {}.", list_text(parts, 64));
  }

  // ---- table ----

  void make_table() {
    view_.table.head = {"workload", "runner"};
    for (const std::string& value : view_.values) view_.table.head.push_back(value);
    view_.table.head.emplace_back("note");
    for (const sweep_slice& slice : view_.slices) {
      for (const std::int64_t level : view_.levels) {
        const std::string place = fmt::format("{}, by {}", place_of(slice, level), view_.parameter);
        if (view_.has_units) {
          add_rows(slice, level, place + ": time per unit", [](const cell_view& cell) {
            return cell.unit_ns ? duration_text(cell.unit_ns->median) : std::string();
          });
          continue;
        }
        add_rows(slice, level, place + ": throughput", [](const cell_view& cell) {
          return cell.throughput_per_s ? rate_text(cell.throughput_per_s->median) : std::string();
        });
        add_rows(slice, level, place + ": share of the ideal", [&](const cell_view& cell) {
          const bool is_here = cell.efficiency && cell.in_flight == level;
          return is_here ? share_of_bound_text(cell.efficiency->median) : std::string();
        });
      }
    }
  }

  template <class Text>
  void add_rows(const sweep_slice& slice, std::int64_t level, const std::string& title, const Text& text_of) {
    std::map<std::size_t, std::vector<std::string>> rows;  // by runner
    std::set<std::size_t> with_a_figure;
    for (const sweep_value& value : slice.values) {
      const auto column =
          2 + static_cast<std::size_t>(std::ranges::find(view_.values, value.text) - view_.values.begin());
      for (const std::size_t index : cells_at(value, level)) {
        const cell_view& cell = model_.cells[index];
        std::vector<std::string>& row = rows[cell.runner];
        row.resize(view_.table.head.size());
        row[column] = text_of(cell);
        if (!row[column].empty()) with_a_figure.insert(cell.runner);
        if (!has_number(cell))
          row.back() += fmt::format("{}at {}: {}", row.back().empty() ? "" : "; ", value.text, note_in_table(cell));
      }
    }
    for (auto& [runner, row] : rows) {
      if (!with_a_figure.contains(runner)) continue;
      row[0] = title;
      row[1] = costs_.name(runner);
      view_.table.rows.push_back(std::move(row));
    }
  }

  workbench& bench_;
  analysis& model_;
  const cost_bench& costs_;
  std::vector<std::size_t> subjects_;
  std::map<std::pair<std::size_t, std::int64_t>, std::vector<std::size_t>> cells_ = {};  // by subject and level
  std::set<std::string> others_;  // the workload's other parameters that have several values
  sweep_view view_ = {};
};

}  // namespace

void find_sweeps(workbench& bench) {
  const cost_bench costs(bench);
  std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> measured;  // by set and workload
  for (std::size_t i = 0; i < bench.model.subjects.size(); ++i) {
    const subject& each = bench.model.subjects[i];
    const bool is_placed = each.parameters.contains(placement_parameter);
    if (!is_placed && !costs.any_sample_has(i, steps_counter)) measured[{each.set, each.workload}].push_back(i);
  }
  for (const auto& [key, subjects] : measured) {
    if (subjects.size() > most_combinations) continue;
    std::map<std::string, value_set> values;
    for (const std::size_t i : subjects) {
      for (const auto& [name, value] : bench.model.subjects[i].parameters) values[name].insert(value);
    }
    std::erase_if(values, [](const auto& parameter) { return parameter.second.size() < 2; });
    if (values.size() > most_parameters) continue;
    for (const auto& [name, all] : values) {
      std::set<std::string> others;
      for (const auto& [other, its] : values) {
        if (other != name) others.insert(other);
      }
      parameter_sweep(bench, costs, subjects, name, std::move(others)).find(name == values.begin()->first);
    }
  }
}

}  // namespace interleave::reports
