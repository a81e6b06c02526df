// See the header.
#include "reports/words/text_columns.hpp"

#include "reports/words/plain_text.hpp"

#include <algorithm>
#include <numeric>

namespace interleave::reports {

std::vector<std::size_t> column_table::widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, display_width(row[c]));
    widths.push_back(width == 0 ? 0 : std::max(width, display_width(columns[c].title)));
  }
  return widths;
}

std::vector<std::size_t> column_table::columns_that_fit(const std::vector<std::size_t>& widths, std::size_t always,
                                                        std::size_t room) const {
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (widths[c] > 0) shown.push_back(c);
  }
  const auto total = [&] {
    return std::accumulate(shown.begin(), shown.end(), std::size_t{0},
                           [&](std::size_t sum, std::size_t c) { return sum + 2 + widths[c]; });
  };
  while (shown.size() > always && total() > room) {
    shown.erase(std::min_element(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
      return columns[a].importance < columns[b].importance;
    }));
  }
  return shown;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return right ? space + text : text + space;
}

}  // namespace interleave::reports
