// See the header.
#include "tracking/exports/bencher.hpp"

#include "reports/errors.hpp"
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

}  // namespace

std::string bencher(std::span<const recording> recordings, const export_options&) {
  const recording whole = joined(recordings);
  json document = json::object();
  for (const recorded_cell& cell : whole.cells) {
    json measures = json::object();
    if (const auto time = median_of(cell, "real_time")) measures["latency"] = metric_json(*time);
    if (const auto rate = median_of(cell, "items_per_second")) measures["throughput"] = metric_json(*rate);
    if (!measures.empty()) document[cell.name] = std::move(measures);
  }
  if (document.empty()) throw reports::input_error(whole.path.string(), "", "no cell has a number", "Run it again");
  return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::tracking
