// A compared cell as the words of a table row, the same in the terminal and in Markdown.
#pragma once

#include "reports/words/text_columns.hpp"
#include "tracking/compare/comparison.hpp"

#include <string>
#include <vector>

namespace interleave::tracking {

// The cell's name first, its note last; without the finding, which heads the rows that share it.
const std::vector<reports::text_column>& compared_columns();
std::vector<std::string> compared_texts(const compared_cell& cell);

// "Slower": over the rows that share a finding.
std::string finding_heading(const compared_cell& cell);

}  // namespace interleave::tracking
