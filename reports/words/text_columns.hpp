// Columns of a table in a terminal: each as wide as its widest entry, and as many as fit. Texts must already be
// printable(); their meaning doesn't matter here.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace interleave::reports {

struct text_column {
  std::string title;
  bool right = false;  // right-aligned
  int importance = 0;  // on a narrow terminal the least important columns are dropped first
};

struct column_table {
  std::vector<text_column> columns;
  std::vector<std::vector<std::string>> rows;

  // Widths in characters; 0 for a column that is empty in every row.
  std::vector<std::size_t> widths() const;
  // Indices of the columns that aren't empty. The least important are dropped until the rest, each preceded by two
  // spaces, fits `room`; at least `always` are kept.
  std::vector<std::size_t> columns_that_fit(const std::vector<std::size_t>& widths, std::size_t always,
                                            std::size_t room) const;
};

std::string padded(const std::string& text, std::size_t width, bool right);

}  // namespace interleave::reports
