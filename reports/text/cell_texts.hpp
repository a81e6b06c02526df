// A cell's numbers as the texts of a table row, the same in the terminal and in Markdown.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/words/text_columns.hpp"

#include <string>
#include <vector>

namespace interleave::reports {

// What belongs below the title: of several sets what each letter means, of one its placement, unless it is the default.
std::vector<std::string> circumstances(const analysis& model);

// There is no column for the workload: rows are grouped by it.
std::vector<text_column> cell_columns(const analysis& model);
std::vector<std::string> cell_texts(const analysis& model, const cell_view& cell);

// "fib · tree": heading of a workload's group of rows.
std::string subject_heading(const subject& measured);

// "coroutines 1.40×", "sequential ≈ of 4", "too few samples", "–"
std::string map_text(const analysis& model, const decision& entry);

}  // namespace interleave::reports
