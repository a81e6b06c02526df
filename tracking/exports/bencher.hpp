// Bencher Metric Format: {"cell": {"latency": {"value": 42954.1, "lower_value": 41800, "upper_value": 44100}}}. Latency
// is the median time per iteration in ns, throughput that of items_per_second; both are measures that every Bencher
// project has. The bounds are the 95 % interval of the median.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string bencher(std::span<const recording> recordings, const export_options& options);

}  // namespace interleave::tracking
