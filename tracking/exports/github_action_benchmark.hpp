// The JSON that github-action-benchmark reads as customSmallerIsBetter or, for rates, as customBiggerIsBetter: each of
// its files has one direction. (Its own reader of Google Benchmark files mistakes aggregates for benchmarks.)
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string github_action_benchmark(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
