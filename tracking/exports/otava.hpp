// CSV for Apache Otava: a row for each result, oldest first, with the median time of each cell in ns, or another
// metric.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>

namespace interleave::tracking {

std::string otava(std::span<const reports::recording> recordings, const export_options& options);

// The table's note.
std::string otava_note(std::span<const reports::recording> recordings, const export_options& options);

}  // namespace interleave::tracking
