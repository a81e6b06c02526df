// CSV for Apache Otava, wide: time, commit and branch, then a column for each cell with its median time in ns; a row
// for each result, the oldest first.
#pragma once

#include "reports/tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string otava(std::span<const recording> recordings, const export_options& options);

}  // namespace interleave::tracking
