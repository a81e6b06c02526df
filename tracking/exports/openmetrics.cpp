// See the header.
#include "tracking/exports/openmetrics.hpp"

#include "reports/errors.hpp"
#include "reports/words/plain_text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

struct family {
  std::string name;
  std::string unit;  // empty: no unit of OpenMetrics; otherwise the name must end in it
  std::string help;
  std::string metric;
  double scale;  // from the metric's unit to the family's
};

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

// A name may contain letters, digits, '_' and ':'; names of families must be unique.
std::string name_of_family(const std::string& metric, std::set<std::string>& taken) {
  std::string base = "bench_";
  for (const char c : metric) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    base += fits ? c : '_';
  }
  std::string name = base;
  for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}_{}", base, n);
  return name;
}

family family_of(const std::string& metric, std::set<std::string>& taken) {
  if (metric == "real_time") return {"bench_real_time_seconds", "seconds", "Median time per iteration.", metric, 1e-9};
  if (metric == "cpu_time")
    return {"bench_cpu_time_seconds", "seconds", "Median CPU time per iteration.", metric, 1e-9};
  std::string name = name_of_family(metric, taken);
  if (metric == "items_per_second") return {std::move(name), "", "Median rate of items.", metric, 1};
  return {std::move(name), "", fmt::format("Median of {}.", escaped(metric)), metric, 1};
}

std::string labels_of(const std::string& name) {
  const auto parts = parts_of(name);
  if (!parts) return fmt::format("name=\"{}\"", escaped(name));
  std::string labels = fmt::format("workload=\"{}\",runner=\"{}\",in_flight=\"{}\"", escaped(parts->workload),
                                   escaped(parts->runner), parts->in_flight);
  if (!parts->parameters.empty()) labels += fmt::format(",parameters=\"{}\"", escaped(parts->parameters));
  return labels;
}

std::string samples_of(const family& of, const reports::recording& whole) {
  std::string lines;
  for (const reports::recorded_cell& cell : whole.cells) {
    const std::vector<double> values = cell.values(of.metric);
    if (values.empty()) continue;
    lines += fmt::format("{}{{{}}} {:.12g}\n", of.name, labels_of(cell.name), reports::median(values) * of.scale);
  }
  return lines;
}

}  // namespace

std::string openmetrics(std::span<const reports::recording> recordings, const export_options& options) {
  const reports::recording& whole = recordings.front();
  std::string text;
  std::set<std::string> taken;
  for (const std::string& metric : options.metrics) {
    const family each = family_of(metric, taken);
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
