// See the header.
#include "tracking/exports/github_action_benchmark.hpp"

#include "reports/errors.hpp"
#include "reports/words/text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {

std::string github_action_benchmark(std::span<const recording> recordings, const export_options& options) {
  using json = nlohmann::ordered_json;
  const bool times = options.direction == better::less;
  const std::string metric = times ? "real_time" : "items_per_second";
  const recording whole = joined(recordings);
  json list = json::array();
  for (const recorded_cell& cell : whole.cells) {
    const auto value = median_of(cell, metric);
    if (!value) continue;
    json entry = {{"name", cell.name}, {"unit", times ? "ns/iter" : "items/s"}, {"value", value->median}};
    if (value->interval) {
      entry["range"] = fmt::format("± {:.4g}", (value->interval->high - value->interval->low) / 2);
    }
    entry["extra"] = reports::count_text(cell.values(metric).size(), "sample", "samples");
    list.push_back(std::move(entry));
  }
  if (list.empty()) {
    throw reports::input_error(whole.path.string(), "", fmt::format("no cell has {}", metric),
                               times ? "Run it again" : "Without --better more the times are exported");
  }
  return list.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace interleave::tracking
