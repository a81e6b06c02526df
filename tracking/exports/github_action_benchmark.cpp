// See the header.
#include "tracking/exports/github_action_benchmark.hpp"

#include "reports/errors.hpp"
#include "reports/words/json_text.hpp"
#include "reports/words/text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

bool is_usual(const std::string& metric) {
  return metric == "real_time" || metric == "items_per_second";
}

// The action keeps one series per name, so names must stay what they were before metrics could be chosen.
std::string name_of(const reports::recorded_cell& cell, const std::string& metric) {
  return is_usual(metric) ? cell.name : fmt::format("{}, {}", cell.name, metric);
}

std::string unit_of(const std::string& metric) {
  if (is_usual(metric)) return metric == "real_time" ? "ns/iter" : "items/s";
  const reports::metric* const known = reports::find_metric(metric);
  return known == nullptr ? metric : std::string(reports::unit_text(known->unit));
}

}  // namespace

std::string github_action_benchmark(std::span<const reports::recording> recordings, const export_options& options) {
  using json = nlohmann::ordered_json;
  const std::string& metric = options.metrics.front();
  const reports::recording& whole = recordings.front();
  json list = json::array();
  for (const reports::recorded_cell& cell : whole.cells) {
    const auto value = median_of(cell, metric);
    if (!value) continue;
    json entry = {{"name", name_of(cell, metric)}, {"unit", unit_of(metric)}, {"value", value->median}};
    if (value->interval) {
      entry["range"] = fmt::format("± {:.4g}", (value->interval->high - value->interval->low) / 2);
    }
    entry["extra"] = reports::count_text(cell.values(metric).size(), "sample", "samples");
    list.push_back(std::move(entry));
  }
  if (list.empty()) {
    throw reports::input_error(
        whole.path.string(), "", fmt::format("no cell has {}", metric),
        metric == "items_per_second" ? "Without --better more the times are exported" : "Run it again");
  }
  return reports::json_text(list, 1);
}

}  // namespace interleave::tracking
