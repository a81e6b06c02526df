// Bencher Metric Format: {"cell": {"latency": {"value": 42954.1, "lower_value": 41800, "upper_value": 44100}}}. Latency
// is the median time per iteration in ns, throughput that of items_per_second; both are measures that every Bencher
// project has. The bounds are the interval of the median: 93.75 % of 5 samples, 95 % or more of 6 and more.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string bencher(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
