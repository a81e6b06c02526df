// See the header.
#include "tracking/exports/openmetrics.hpp"

#include "reports/errors.hpp"
#include "reports/words/plain_text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

struct family {
  std::string_view name;
  std::string_view unit;  // empty: none that OpenMetrics knows; must end the name
  std::string_view help;
  std::string_view metric;
  double scale;  // from the metric's unit to the family's
};

constexpr std::array<family, 3> families = {{
    {"bench_real_time_seconds", "seconds", "Median time per iteration.", "real_time", 1e-9},
    {"bench_cpu_time_seconds", "seconds", "Median CPU time per iteration.", "cpu_time", 1e-9},
    {"bench_items_per_second", "", "Median rate of items.", "items_per_second", 1},
}};

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : reports::printable_lines(text)) {
    if (c == '\\' || c == '"') safe += '\\';
    if (c == '\n') {
      safe += "\\n";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string labels_of(const std::string& name) {
  const auto parts = parts_of(name);
  if (!parts) return fmt::format("name=\"{}\"", escaped(name));
  std::string labels = fmt::format("workload=\"{}\",runner=\"{}\",in_flight=\"{}\"", escaped(parts->workload),
                                   escaped(parts->runner), parts->in_flight);
  if (!parts->parameters.empty()) labels += fmt::format(",parameters=\"{}\"", escaped(parts->parameters));
  return labels;
}

std::string samples_of(const family& of, const recording& whole) {
  std::string lines;
  for (const recorded_cell& cell : whole.cells) {
    const std::vector<double> values = cell.values(of.metric);
    if (values.empty()) continue;
    lines += fmt::format("{}{{{}}} {:.12g}\n", of.name, labels_of(cell.name), reports::median(values) * of.scale);
  }
  return lines;
}

}  // namespace

std::string openmetrics(std::span<const recording> recordings, const export_options&) {
  const recording whole = joined(recordings);
  std::string text;
  for (const family& each : families) {
    const std::string samples = samples_of(each, whole);
    if (samples.empty()) continue;
    text += fmt::format("# TYPE {} gauge\n", each.name);
    if (!each.unit.empty()) text += fmt::format("# UNIT {} {}\n", each.name, each.unit);
    text += fmt::format("# HELP {} {}\n", each.name, each.help) + samples;
  }
  if (text.empty()) throw reports::input_error(whole.path.string(), "", "no cell has a number", "Run it again");
  return text + "# EOF\n";
}

}  // namespace interleave::tracking
