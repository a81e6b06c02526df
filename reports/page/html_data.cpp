// The data that the scripts draw, as JSON: plain numbers for positions, each with the text that the page shows for it,
// so that numbers are formatted in one place only.
#include "reports/page/html_sections.hpp"
#include "reports/words/text.hpp"

#include <charconv>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using nlohmann::json;

// Five digits place a point accurately on any screen; seventeen would double the size of the page.
double rounded(double value) {
  return std::stod(fmt::format("{:.5g}", value));
}

// [median, low, high, text]; low and high are null without an interval, the whole is null without a number.
template <class Format>
json number(const std::optional<estimate>& value, const Format& format) {
  if (!value) return nullptr;
  json entry = json::array({rounded(value->median), nullptr, nullptr, format(value->median)});
  if (value->interval) {
    entry[1] = rounded(value->interval->low);
    entry[2] = rounded(value->interval->high);
    entry[3] =
        format(value->median) + " (" + format(value->interval->low) + " – " + format(value->interval->high) + ")";
  }
  return entry;
}

json plain(const std::optional<double>& value) {
  return value ? json(rounded(*value)) : json(nullptr);
}

json cell_json(const cell_view& cell) {
  json latency = json::array();
  for (const latency_point& point : cell.latency) {
    const json told = number(estimate{point.ns, point.interval}, duration_text);
    latency.push_back({point.quantile, rounded(point.ns), duration_text(point.ns), told.back()});
  }
  const auto factor = [](double value) { return factor_text(value); };
  return {{"subject", cell.subject},
          {"runner", cell.runner},
          {"level", cell.in_flight},
          {"state", cell.state_label},
          {"note", cell.note},
          {"good", cell.samples_good},
          {"failed", cell.samples_failed},
          {"speed_up", number(cell.speed_up, factor)},
          {"efficiency", number(cell.efficiency, share_of_bound_text)},
          {"throughput", number(cell.throughput_per_s, rate_text)},
          {"unit", number(cell.unit_ns, duration_text)},
          {"units", plain(cell.units_per_task)},
          {"cpu", number(cell.cpu_ns_per_task, duration_text)},
          {"memory", number(cell.memory_peak_bytes, bytes_text)},
          {"latency", latency},
          {"latency_max", plain(cell.latency_max_ns)},
          {"cores", plain(cell.cores_busy)},
          {"ideal", plain(cell.ideal_speed_up)},
          {"ideal_text", cell.ideal_speed_up ? factor_text(*cell.ideal_speed_up) : std::string()}};
}

json costs_json(const cost_view& view) {
  const auto words = [&](double value) {
    return view.unit == quantity::bytes ? bytes_text(value) : duration_text(value);
  };
  json groups = json::array();
  for (const cost_group& group : view.groups) {
    json rows = json::array();
    for (const cost_row& row : group.rows) {
      json values = json::array();
      for (const auto& value : row.values) values.push_back(number(value, words));
      rows.push_back({{"runner", row.runner},
                      {"values", std::move(values)},
                      {"text", row.text},
                      {"remark", row.remark},
                      {"state", row.state}});
    }
    groups.push_back({{"label", group.label}, {"series", group.series}, {"rows", std::move(rows)}});
  }
  return {{"id", view.id},
          {"unit", view.unit == quantity::bytes ? "bytes" : "duration"},
          {"axis", view.axis},
          {"groups", std::move(groups)}};
}

json granularity_json(const granularity_view& view) {
  json curves = json::array();
  for (const granularity_curve& curve : view.curves) {
    json points = json::array();
    for (const granularity_point& point : curve.points) {
      points.push_back(
          {rounded(point.task_ns), duration_text(point.task_ns), number(point.efficiency, share_of_bound_text)});
    }
    curves.push_back({{"runner", curve.runner}, {"points", std::move(points)}});
  }
  return {{"id", view.id}, {"curves", std::move(curves)}};
}

json sweep_json(const sweep_view& view) {
  json slices = json::array();
  for (const sweep_slice& slice : view.slices) {
    json values = json::array();
    for (const sweep_value& value : slice.values) values.push_back({value.place, value.text, value.subject});
    slices.push_back({{"values", std::move(values)}, {"sentences", slice.sentences}});
  }
  const char* const axis = view.axis == sweep_axis::logarithmic ? "logarithmic"
                           : view.axis == sweep_axis::linear    ? "linear"
                                                                : "steps";
  return {{"id", view.id},
          {"parameter", view.parameter},
          {"axis", axis},
          {"levels", view.levels},
          {"slices", std::move(slices)}};
}

// The texts of all sheets; the first one shown is in the page as HTML.
json matrix_json(const analysis& run) {
  const matrix_view& matrix = run.matrix;
  json metrics = json::array();
  for (std::size_t shown = 0; shown < matrix.metrics.size(); ++shown) {
    json levels = json::array();
    for (std::size_t level = 0; level < run.levels.size(); ++level) {
      json rows = json::array();
      for (const matrix_row& row : matrix.sheets[shown][level]) {
        json entries = json::array();
        for (const matrix_entry& entry : row)
          entries.push_back({entry.text, matrix_class(matrix.metrics[shown], entry), entry.detail});
        rows.push_back(std::move(entries));
      }
      levels.push_back({{"caption", caption_of(matrix.metrics[shown], in_flight_text(run.levels[level]))},
                        {"rows", std::move(rows)}});
    }
    metrics.push_back(std::move(levels));
  }
  return metrics;
}

}  // namespace

std::string chart_data(const page_model& page) {
  const analysis& run = page.run;
  json data = {{"levels", run.levels},
               {"reference", run.reference ? json(*run.reference) : json(nullptr)},
               {"reference_sentence", run.reference_sentence}};
  data["runners"] = json::array();
  for (std::size_t index = 0; index < run.runners.size(); ++index) {
    const runner_look& look = page.looks[index];
    data["runners"].push_back({{"name", run.runners[index].name},
                               {"color", color_classes(look)},
                               {"shade", look.shade},
                               {"marker", look.marker}});
  }
  data["subjects"] = json::array();
  for (const subject& entry : run.subjects) {
    data["subjects"].push_back(
        {{"id", entry.id}, {"label", entry.label}, {"shape", entry.shape_label}, {"sentence", entry.scaling_sentence}});
  }
  data["decisions"] = json::array();
  for (const map_row& row : run.map) {
    json levels = json::array();
    for (const decision& entry : row.decisions) {
      levels.push_back({{"sentence", entry.sentence},
                        {"latency", entry.latency_sentence},
                        {"runner", entry.runner ? json(*entry.runner) : json(nullptr)}});
    }
    data["decisions"].push_back(std::move(levels));
  }
  data["matrix"] = matrix_json(run);
  data["costs"] = json::array();
  for (const cost_view& view : run.costs) data["costs"].push_back(costs_json(view));
  data["granularities"] = json::array();
  for (const granularity_view& view : run.granularities) data["granularities"].push_back(granularity_json(view));
  data["sweeps"] = json::array();
  for (const sweep_view& view : run.sweeps) data["sweeps"].push_back(sweep_json(view));
  data["cells"] = json::array();
  for (const cell_view& cell : run.cells) data["cells"].push_back(cell_json(cell));
  // Names may hold any bytes; `replace` turns invalid UTF-8 into U+FFFD instead of throwing.
  return escape_json_for_script(data.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace interleave::reports
