// See the header.
#include "tracking/history/trend_json.hpp"

#include "reports/words/json_text.hpp"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using nlohmann::ordered_json;

std::string_view word_of(change_kind kind) {
  if (kind == change_kind::regression) return "regression";
  if (kind == change_kind::control) return "control";
  return kind == change_kind::improvement ? "improvement" : "change";
}

ordered_json change_json(const trend_change& change, const trend& model) {
  const trend_run& from = model.runs[change.last_before];
  const trend_run& to = model.runs[change.first_after];
  return {{"cell", model.cells[change.cell].name},
          {"kind", word_of(change.kind)},
          {"undone", change.undone},
          {"before", change.before},
          {"after", change.after},
          {"factor", change.before == 0 ? ordered_json() : ordered_json(change.after / change.before)},
          {"p", change.p},
          {"last_before", {{"id", from.id}, {"commit", from.commit}, {"time", from.time}}},
          {"first_after", {{"id", to.id}, {"commit", to.commit}, {"time", to.time}}}};
}

ordered_json series_json(const trend_series& series, const trend& model) {
  ordered_json points = ordered_json::array();
  for (const trend_point& point : series.points)
    points.push_back({{"run", model.runs[point.run].id}, {"value", point.value}, {"stretch", point.stretch}});
  ordered_json segments = ordered_json::array();
  for (const trend_segment& segment : series.segments)
    segments.push_back({{"first", segment.first}, {"last", segment.last}, {"level", segment.level}});
  return {{"cell", series.name},
          {"control", series.is_control},
          {"points", std::move(points)},
          {"segments", std::move(segments)}};
}

}  // namespace

std::string trend_json(const trend& model) {
  ordered_json document = {{"metric", model.metric}, {"headline", model.headline}, {"cautions", model.cautions}};
  document["changes"] = ordered_json::array();
  for (const trend_change& change : model.changes) document["changes"].push_back(change_json(change, model));
  document["stretches"] = model.stretches;
  document["series"] = ordered_json::array();
  for (const trend_series& series : model.cells) document["series"].push_back(series_json(series, model));
  return reports::json_text(document, 1);
}

}  // namespace interleave::tracking
