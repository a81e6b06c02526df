// CSV for Apache Otava, in wide form: time, commit and branch, then one column per cell with its median time in ns, or
// another metric; one row per result, oldest first. A field is empty if a result lacks the cell. Otava's CsvImporter
// then refuses tests that name this column, as it parses every field as a number; other tests still work, so the column
// is kept, and a note names it.
#pragma once

#include "tracking/exports/exporter.hpp"

#include <span>
#include <string>
#include <string_view>

namespace interleave::tracking {

std::string otava(std::span<const reports::recording> recordings, const export_options& options);

// Names the columns with empty fields; empty if there are none.
std::string otava_note(std::span<const reports::recording> recordings, const export_options& options);

// The note for the given columns.
std::string note_on_gaps(std::span<const std::string> columns);

}  // namespace interleave::tracking
