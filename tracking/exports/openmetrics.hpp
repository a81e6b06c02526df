// OpenMetrics 1.0: gauges with the medians of each cell's time, CPU time and rate, in base units.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string openmetrics(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
