// The JSON that github-action-benchmark reads as customSmallerIsBetter or, asked for rates, as customBiggerIsBetter:
// its files have one direction each. (Its own reader of Google Benchmark files takes aggregates for benchmarks.)
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string github_action_benchmark(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
