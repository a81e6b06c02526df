// See the header.
#include "tracking/exports/otava_table.hpp"

#include "reports/words/text.hpp"
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace interleave::tracking {

std::string otava_table::csv() const {
  std::string text = "time,commit,branch";
  for (const std::string& name : columns) text += ',' + reports::csv_field(name);
  text += '\n';
  for (const otava_row& row : rows) {
    text += fmt::format("{},{},{}", reports::csv_field(row.time), reports::csv_field(row.commit),
                        reports::csv_field(row.branch));
    for (const double value : row.values) {
      text += ',';
      if (!std::isnan(value)) text += plain_number(value);
    }
    text += '\n';
  }
  return text;
}

std::string otava_table::note() const {
  constexpr std::size_t most_named = 5;
  std::vector<std::string> with_gaps;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (std::ranges::any_of(rows, [&](const otava_row& row) { return std::isnan(row.values[column]); }))
      with_gaps.push_back(columns[column]);
  }
  if (with_gaps.empty()) return "";
  return fmt::format("{} empty fields, and Otava refuses a test that names such a column: {}",
                     reports::count_text(with_gaps.size(), "column has", "columns have"),
                     reports::list_text(with_gaps, most_named));
}

}  // namespace interleave::tracking
