// See the header.
#include "tracking/exports/bencher.hpp"

#include "reports/errors.hpp"
#include "reports/words/json_text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using json = nlohmann::ordered_json;

json metric_json(const reports::estimate& value) {
  json metric = {{"value", value.median}};
  if (value.interval) {
    metric["lower_value"] = value.interval->low;
    metric["upper_value"] = value.interval->high;
  }
  return metric;
}

// Maps to the two measures that every Bencher project has.
std::string measure_of(const std::string& metric) {
  if (metric == "real_time") return "latency";
  return metric == "items_per_second" ? "throughput" : metric;
}

}  // namespace

std::string bencher(std::span<const reports::recording> recordings, const export_options& options) {
  const reports::recording& whole = recordings.front();
  json document = json::object();
  for (const reports::recorded_cell& cell : whole.cells) {
    json measures = json::object();
    for (const std::string& metric : options.metrics)
      if (const auto value = median_of(cell, metric)) measures[measure_of(metric)] = metric_json(*value);
    if (!measures.empty()) document[cell.name] = std::move(measures);
  }
  if (document.empty()) throw reports::input_error(whole.path.string(), "", "no cell has a number", "Run it again");
  return reports::json_text(document, 1);
}

}  // namespace interleave::tracking
