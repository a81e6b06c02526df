// CSV for Apache Otava, wide: time, commit and branch, then a column for each cell with the median of its time in ns,
// or of another metric; a row for each result, the oldest first. A field is empty where a result has no time of the
// cell: Otava's CsvImporter takes every field of a column that a test names for a number, and refuses the test at the
// first that is none. Tests of other columns work, so that the column stays, and a note names it.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>
#include <string_view>

namespace interleave::tracking {

std::string otava(std::span<const reports::recording> recordings, const export_options& options);

// Which columns have empty fields; nothing where none has.
std::string otava_note(std::span<const reports::recording> recordings, const export_options& options);

// The note on these columns.
std::string note_on_gaps(std::span<const std::string> columns);

}  // namespace interleave::tracking
