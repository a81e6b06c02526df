// A cell's numbers as the words of a table row, the same in the terminal and in Markdown.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/words/text_columns.hpp"

#include <string>
#include <vector>

namespace interleave::reports {

// Columns without the workload, which groups the rows.
std::vector<text_column> cell_columns(const analysis& model);
std::vector<std::string> cell_texts(const analysis& model, const cell_view& cell);

// "fib · tree": over a workload's cells.
std::string subject_heading(const subject& measured);

// "coroutines 1.40×", "sequential ≈ of 4", "too few samples", "–"
std::string map_text(const analysis& model, const decision& entry);

}  // namespace interleave::reports
