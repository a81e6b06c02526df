// Columns in a terminal: as wide as their widest entry, and as many as fit. Knows nothing of what is in them; texts
// must be printable() already.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace interleave::reports {

struct text_column {
  std::string title;
  bool right = false;  // aligned
  int importance = 0;  // on a narrow terminal the least important columns go first
};

struct column_table {
  std::vector<text_column> columns;
  std::vector<std::vector<std::string>> rows;

  // In characters; 0 for a column in which no row has anything.
  std::vector<std::size_t> widths() const;
  // Indices of the columns that have something in them, without the least important until the rest, two spaces before
  // each, fits `room`; at least `always` stay.
  std::vector<std::size_t> columns_that_fit(const std::vector<std::size_t>& widths, std::size_t always,
                                            std::size_t room) const;
};

std::string padded(const std::string& text, std::size_t width, bool right);

}  // namespace interleave::reports
