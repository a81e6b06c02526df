// The list of formats, one line each.
#include "reports/errors.hpp"
#include "reports/words/text.hpp"
#include "tracking/exports/bencher.hpp"
#include "tracking/exports/benchfmt.hpp"
#include "tracking/exports/exporter.hpp"
#include "tracking/exports/github_action_benchmark.hpp"
#include "tracking/exports/junit.hpp"
#include "tracking/exports/openmetrics.hpp"
#include "tracking/exports/otava.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using names = std::vector<std::string>;

names time_and_rate(const export_options&) {
  return {"real_time", "items_per_second"};
}

names times_and_rate(const export_options&) {
  return {"real_time", "cpu_time", "items_per_second"};
}

names time_only(const export_options&) {
  return {"real_time"};
}

names by_direction(const export_options& options) {
  return {options.direction == reports::better::less ? "real_time" : "items_per_second"};
}

names written_metrics(const exporter& format, const export_options& options) {
  return options.metrics.empty() ? format.usual_metrics(options) : options.metrics;
}

std::vector<const reports::recorded_cell*> cells_of(std::span<const reports::recording> recordings) {
  std::vector<const reports::recorded_cell*> cells;
  for (const reports::recording& each : recordings)
    for (const reports::recorded_cell& cell : each.cells) cells.push_back(&cell);
  return cells;
}

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

}  // namespace

std::span<const exporter> exporters() {
  static constexpr std::array list{
      exporter{"bencher", "Bencher Metric Format (JSON): bencher run --adapter json", any_number, &time_and_rate,
               &bencher},
      exporter{"github-action-benchmark", "JSON for its tools customSmallerIsBetter and customBiggerIsBetter", 1,
               &by_direction, &github_action_benchmark},
      exporter{"benchfmt", "Go's benchmark format, for benchstat: every sample a line", any_number, &times_and_rate,
               &benchfmt},
      exporter{"openmetrics", "OpenMetrics 1.0 text, for Prometheus", any_number, &times_and_rate, &openmetrics},
      exporter{"junit", "JUnit XML: a test case for each cell", 0, &time_only, &junit},
      exporter{"otava", "CSV for Apache Otava: a row for each result, a column for each cell", 1, &time_only, &otava,
               &otava_note, true},
  };
  return list;
}

std::string exported(const exporter& format, std::span<const reports::recording> recordings, export_options options) {
  if (options.metrics.size() > format.most_metrics) {
    throw reports::input_error("--metric", "",
                               format.most_metrics == 0
                                   ? fmt::format("{} has room for times only", format.name)
                                   : fmt::format("{} has room for one metric in a file", format.name),
                               format.most_metrics == 0 ? "Take another format" : "Write a file for each");
  }
  names once;
  for (std::string& wanted : options.metrics)
    if (std::ranges::find(once, wanted) == once.end()) once.push_back(std::move(wanted));
  options.metrics = std::move(once);
  const std::vector<const reports::recorded_cell*> cells = cells_of(recordings);
  const names known = reports::metrics_in(cells);
  for (const std::string& wanted : options.metrics)
    if (std::ranges::find(known, wanted) == known.end()) throw reports::no_such_metric(cells, "--metric", wanted);
  options.metrics = written_metrics(format, options);
  return format.write(recordings, options);
}

std::string left_out_note(const exporter& format, std::span<const reports::recording> recordings,
                          const export_options& options) {
  const names written = written_metrics(format, options);
  names rest = reports::metrics_in(cells_of(recordings));
  std::erase_if(rest, [&](const std::string& name) { return std::ranges::find(written, name) != written.end(); });
  if (rest.empty()) return "";
  return fmt::format("left out: {}, {}{}", reports::count_text(rest.size(), "metric", "metrics"),
                     reports::list_text(rest, 60),
                     format.most_metrics == 0 ? "; other formats take --metric NAME" : "; --metric NAME exports it");
}

const exporter* find_exporter(std::string_view name) {
  const auto all = exporters();
  const auto found = std::find_if(all.begin(), all.end(), [&](const exporter& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace interleave::tracking
