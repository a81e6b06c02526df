// The text of a table row for a compared cell, the same in the terminal and in Markdown.
#pragma once

#include "reports/words/text_columns.hpp"
#include "tracking/compare/comparison.hpp"

#include <string>
#include <vector>

namespace interleave::tracking {

// The cell's name first, its note last. The finding has no column: it is the heading of the rows that share it.
const std::vector<reports::text_column>& compared_columns();
std::vector<std::string> compared_texts(const compared_cell& cell);

// "Slower": heading for the rows that share this finding.
std::string finding_heading(const compared_cell& cell);

}  // namespace interleave::tracking
