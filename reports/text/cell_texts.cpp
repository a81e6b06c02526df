// See the header.
#include "reports/text/cell_texts.hpp"

#include "reports/results/metric.hpp"
#include "reports/words/text.hpp"

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::string interval_of_rate(const estimate& rate) {
  if (!rate.interval) return "";
  return rate_text(rate.interval->low) + "–" + rate_text(rate.interval->high);
}

}  // namespace

std::vector<std::string> circumstances(const analysis& model) {
  std::vector<std::string> texts;
  if (model.sets.size() > 1) {
    for (const machine_set& set : model.sets) texts.push_back(fmt::format("{}: {}", set.label, set.description));
    return texts;
  }
  for (const environment_group& group : model.environment)
    for (const auto& [name, value] : group.pairs)
      if (name == "Placement" && value != "stratified") texts.push_back("Placement: " + value);
  return texts;
}

std::vector<text_column> cell_columns(const analysis& model) {
  std::vector<text_column> found = {{"runner", false, 9},
                                    {"in flight", true, 9},
                                    {"tasks", true, 9},
                                    {model.median_interval, true, 4},
                                    {"× seq", true, 8}};
  for (const metric* each : column_metrics()) found.push_back({std::string(each->heading), true, each->importance});
  found.push_back({"note", false, 8});
  return found;
}

std::vector<std::string> cell_texts(const analysis& model, const cell_view& cell) {
  const auto median_text = [](const std::optional<estimate>& value, auto format) {
    return value ? format(value->median) : std::string();
  };
  const auto factor = [](double value) { return factor_text(value); };
  const bool has_number = cell.throughput_per_s.has_value();
  std::string note = cell.note;
  if (cell.state != cell_state::measured) note = note.empty() ? cell.state_label : cell.state_label + ": " + note;
  // The reason says so itself.
  if (cell.state == cell_state::unsupported && cell.note.starts_with("unsupported")) note = cell.note;
  std::vector<std::string> texts = {
      model.runners[cell.runner].name, std::to_string(cell.in_flight), median_text(cell.throughput_per_s, rate_text),
      has_number ? interval_of_rate(*cell.throughput_per_s) : "", median_text(cell.speed_up, factor)};
  const auto columns = column_metrics();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool has_value = i < cell.columns.size() && cell.columns[i];
    texts.push_back(has_value ? column_text(*columns[i], cell.columns[i]->median) : "");
  }
  texts.push_back(std::move(note));
  return texts;
}

std::string subject_heading(const subject& measured) {
  return measured.label + " · " + measured.shape_label;
}

std::string map_text(const analysis& model, const decision& entry) {
  switch (entry.outcome) {
    case outcome_kind::win:
    case outcome_kind::equal:
      return model.runners[*entry.runner].name + " " + entry.short_label;
    case outcome_kind::alone:
      return "only " + model.runners[*entry.runner].name;
    case outcome_kind::undecided:
      return "undecided";
    case outcome_kind::no_data:
      break;
  }
  return "–";
}

}  // namespace interleave::reports
