// See the header.
#include "reports/answer/cost_parts.hpp"

#include "reports/answer/cell_samples.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace interleave::reports {

sample_value counter_named(std::string name) {
  return [name = std::move(name)](const sample_record& sample) { return value_of(sample, name); };
}

std::string words_for(quantity unit, double value) {
  return unit == quantity::bytes ? bytes_text(value) : duration_text(value);
}

std::string words_for(quantity unit, const std::optional<estimate>& value) {
  if (!value) return "";
  const std::string text = words_for(unit, value->median);
  if (!value->interval) return text;
  return fmt::format("{} ({} – {})", text, words_for(unit, value->interval->low),
                     words_for(unit, value->interval->high));
}

std::string reason_of(const cell_view& cell) {
  constexpr std::string_view prefix = "unsupported: ";
  if (cell.note.empty()) return cell.state_label;
  return cell.note.starts_with(prefix) ? cell.note.substr(prefix.size()) : cell.note;
}

bool has_number(const cell_view& cell) {
  return cell.state == cell_state::measured || cell.state == cell_state::partly_failed;
}

std::vector<std::size_t> cost_bench::subjects_where(const std::function<bool(const subject&)>& matches) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < model_.subjects.size(); ++i) {
    if (matches(model_.subjects[i])) found.push_back(i);
  }
  return found;
}

std::vector<cost_place> cost_bench::places_of(const std::vector<std::size_t>& subjects) const {
  std::vector<cost_place> places;
  for (const std::size_t s : subjects) {
    std::set<std::int64_t> levels;
    for (const cell_view& cell : model_.cells) {
      if (cell.subject == s && cell.state != cell_state::unsupported) levels.insert(cell.in_flight);
    }
    for (const std::int64_t level : levels) places.push_back({s, level});
  }
  return places;
}

bool cost_bench::any_sample_has(std::size_t subject, std::string_view counter) const {
  for (std::size_t i = 0; i < model_.cells.size(); ++i) {
    if (model_.cells[i].subject != subject || !has_number(model_.cells[i])) continue;
    for (const sample_record* sample : bench_.good_samples[i]) {
      if (sample->counter(counter)) return true;
    }
  }
  return false;
}

bool cost_bench::all_samples_have(const cost_place& place, std::string_view counter) const {
  for (std::size_t i = 0; i < model_.cells.size(); ++i) {
    if (!stands_at(place, model_.cells[i])) continue;
    for (const sample_record* sample : bench_.good_samples[i]) {
      if (!sample->counter(counter)) return false;
    }
  }
  return true;
}

bool cost_bench::stands_at(const cost_place& place, const cell_view& cell) const {
  const bool stands_here = cell.in_flight == place.in_flight || cell.runner == model_.reference;
  return cell.subject == place.subject && cell.competes && stands_here;
}

std::optional<estimate> cost_bench::value_in(std::size_t cell, const sample_value& value) const {
  if (!has_number(model_.cells[cell])) return std::nullopt;
  const cell_samples samples(bench_.good_samples[cell]);
  return samples.estimate_of(samples.values(value));
}

cost_group cost_bench::group_of(std::string label, const std::vector<series_source>& sources, quantity unit) const {
  cost_group group;
  group.label = std::move(label);
  for (const series_source& source : sources) group.series.push_back(source.label);
  for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
    cost_row row;
    row.runner = runner;
    bool any_tried = false;
    bool any_value = false;
    for (const series_source& source : sources) {
      const auto cell = bench_.cell_at(source.place.subject, runner, source.place.in_flight);
      const auto& value = row.values.emplace_back(cell ? value_in(*cell, source.value) : std::nullopt);
      row.text += (row.text.empty() ? "" : " / ") + (value ? words_for(unit, value->median) : std::string("–"));
      any_value = any_value || value.has_value();
      if (!cell || model_.cells[*cell].state == cell_state::unsupported) continue;
      any_tried = true;
      if (!has_number(model_.cells[*cell])) row.state = model_.cells[*cell].state_label;
    }
    if (!any_tried) continue;
    if (any_value) row.state.clear();
    if (!any_value && row.state.empty()) row.state = "no number";
    group.rows.push_back(std::move(row));
  }
  sort_by(group.rows, [](const cost_row& row) {
    return row.values[0] ? row.values[0]->median : std::numeric_limits<double>::infinity();
  });
  return group;
}

std::string cost_bench::range_text(const std::string& what, const cost_group& group, std::size_t series, quantity unit,
                                   const std::function<bool(const cost_row&)>& counts) const {
  const cost_row* lowest = nullptr;
  const cost_row* highest = nullptr;
  const auto value = [&](const cost_row* row) { return row->values[series]->median; };
  for (const cost_row& row : group.rows) {
    if (!row.values[series] || !counts(row)) continue;
    if (lowest == nullptr || value(&row) < value(lowest)) lowest = &row;
    if (highest == nullptr || value(&row) > value(highest)) highest = &row;
  }
  if (lowest == nullptr) return "";
  const auto part = [&](const cost_row* row) {
    return fmt::format("{} ({})", words_for(unit, value(row)), name(row->runner));
  };
  if (lowest == highest) return fmt::format("{} {}", what, part(lowest));
  return fmt::format("{} from {} to {}", what, part(lowest), part(highest));
}

decision cost_bench::decide_by_throughput(const cost_place& place, std::vector<std::size_t> apart) const {
  const auto figure = [&](std::size_t cell) { return bench_.throughput_of(cell); };
  return compare_runners(bench_,
                         {place.subject, place.in_flight, compared_by::throughput, figure, {}, std::move(apart)});
}

decision cost_bench::decide_by(compared_by by, const cost_place& place, const sample_value& value,
                               std::string words) const {
  std::map<std::size_t, std::vector<double>> figures;
  for (std::size_t i = 0; i < model_.cells.size(); ++i) {
    const cell_view& cell = model_.cells[i];
    if (!stands_at(place, cell)) continue;
    const cell_samples samples(bench_.good_samples[i]);
    std::vector<double> inverse;
    for (const double each : samples.values(value)) {
      if (each > 0) inverse.push_back(1 / each);  // a fitted slope may be zero or negative: no ratio
    }
    if (inverse.size() == cell.samples_good) figures.emplace(i, logarithms(inverse));
  }
  const auto figure = [&](std::size_t cell) {
    const auto found = figures.find(cell);
    return found == figures.end() ? std::span<const double>() : std::span<const double>(found->second);
  };
  return compare_runners(bench_, {place.subject, place.in_flight, by, figure, std::move(words)});
}

text_table cost_bench::table_of(const std::vector<std::size_t>& subjects,
                                const std::vector<cost_column>& columns) const {
  text_table table;
  table.head = {"workload", "runner"};
  for (const cost_column& column : columns) table.head.push_back(column.title);
  table.head.emplace_back("note");
  for (std::size_t i = 0; i < model_.cells.size(); ++i) {
    const cell_view& cell = model_.cells[i];
    if (cell.state == cell_state::unsupported) continue;  // left_out() says why
    if (std::find(subjects.begin(), subjects.end(), cell.subject) == subjects.end()) continue;
    std::vector<std::string> row = {place_text(model_.subjects[cell.subject], cell.in_flight), name(cell.runner)};
    for (const cost_column& column : columns) row.push_back(words_for(column.unit, value_in(i, column.value)));
    row.push_back(note_in_table(cell));
    table.rows.push_back(std::move(row));
  }
  drop_empty_columns(table);
  return table;
}

// Reasons that the suite gives mostly begin with the runner's name. Without it, equal reasons can be grouped.
std::string cost_bench::shared_reason(const cell_view& cell) const {
  const std::string words = reason_of(cell);
  const std::string begin = name(cell.runner) + " ";
  return words.starts_with(begin) ? words.substr(begin.size()) : words;
}

std::vector<std::string> cost_bench::left_out(const std::vector<std::size_t>& subjects) const {
  // Collected by reason and runner first; runners with the same reason for the same workloads are joined afterwards.
  std::vector<std::pair<std::string, std::size_t>> order;
  std::map<std::pair<std::string, std::size_t>, std::vector<std::string>> where;
  for (const std::size_t s : subjects) {
    for (std::size_t runner = 0; runner < model_.runners.size(); ++runner) {
      const auto is_its = [&](const cell_view& cell) { return cell.subject == s && cell.runner == runner; };
      const auto first = std::find_if(model_.cells.begin(), model_.cells.end(), is_its);
      const bool any_number = std::any_of(model_.cells.begin(), model_.cells.end(),
                                          [&](const cell_view& cell) { return is_its(cell) && has_number(cell); });
      if (first == model_.cells.end() || any_number) continue;
      const std::pair key{shared_reason(*first), runner};
      if (where[key].empty()) order.push_back(key);
      where[key].push_back(model_.subjects[s].label);
    }
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> lines;  // text after the runner names, and the names
  for (const auto& key : order) {
    std::string words = key.first;
    if (where[key].size() < subjects.size()) words += fmt::format(" ({})", list_text(where[key]));
    auto known = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.first == words; });
    if (known == lines.end()) known = lines.insert(lines.end(), {words, {}});
    known->second.push_back(name(key.second));
  }
  std::vector<std::string> texts;
  for (const auto& [words, names] : lines) texts.push_back(fmt::format("{}: {}.", list_text(names, 64), words));
  return texts;
}

std::string note_in_table(const cell_view& cell) {
  if (cell.state == cell_state::measured || cell.note.starts_with(cell.state_label)) return cell.note;
  return cell.note.empty() ? cell.state_label : cell.state_label + ": " + cell.note;
}

void collect(cost_group& all, const cost_group& group, std::size_t series) {
  for (const cost_row& row : group.rows) {
    cost_row& one = all.rows.emplace_back();
    one.runner = row.runner;
    one.values = {row.values[series]};
  }
}

void drop_empty_columns(text_table& table) {
  for (std::size_t column = table.head.size() - 1; column-- > 2;) {
    const auto is_empty = [&](const std::vector<std::string>& row) { return row[column].empty(); };
    if (!std::all_of(table.rows.begin(), table.rows.end(), is_empty)) continue;
    const auto erase = [&](std::vector<std::string>& row) {
      row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    };
    erase(table.head);
    for (auto& row : table.rows) erase(row);
  }
}

void compare_costs(workbench& bench) {
  cost_bench costs(bench);
  find_unit_costs(costs);
  find_waiting_costs(costs);
  find_responsiveness(costs);
  find_placements(costs);
}

}  // namespace interleave::reports
