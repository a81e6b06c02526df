// The formats, a line each.
#include "tracking/exports/bencher.hpp"
#include "tracking/exports/benchfmt.hpp"
#include "tracking/exports/exporter.hpp"
#include "tracking/exports/github_action_benchmark.hpp"
#include "tracking/exports/junit.hpp"
#include "tracking/exports/openmetrics.hpp"
#include "tracking/exports/otava.hpp"

#include <algorithm>
#include <array>

namespace interleave::tracking {

std::span<const exporter> exporters() {
  static constexpr std::array list{
      exporter{"bencher", "Bencher Metric Format (JSON): bencher run --adapter json", &bencher},
      exporter{"github-action-benchmark", "JSON for its tools customSmallerIsBetter and customBiggerIsBetter",
               &github_action_benchmark},
      exporter{"benchfmt", "Go's benchmark format, for benchstat: every sample a line", &benchfmt},
      exporter{"openmetrics", "OpenMetrics 1.0 text, for Prometheus", &openmetrics},
      exporter{"junit", "JUnit XML: a test case for each cell", &junit},
      exporter{"otava", "CSV for Apache Otava: a row for each result, a column for each cell", &otava, &otava_note},
  };
  return list;
}

const exporter* find_exporter(std::string_view name) {
  const auto all = exporters();
  const auto found = std::find_if(all.begin(), all.end(), [&](const exporter& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace interleave::tracking
