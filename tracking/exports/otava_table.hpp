// CSV for Apache Otava, in wide form: time, commit and branch, then one column per cell; one row per result or run. A
// field is empty where a row lacks the cell. Otava's CsvImporter then refuses tests that name this column, as it parses
// every field as a number; other tests still work, so the column is kept, and a note names it.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace interleave::tracking {

struct otava_row {
  static constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

  std::string time;
  std::string commit;
  std::string branch;
  std::vector<double> values;  // as many as there are columns; NaN: none
};

struct otava_table {
  std::vector<std::string> columns;
  std::vector<otava_row> rows;

  std::string csv() const;

  // Names the columns with empty fields; empty if there are none.
  std::string note() const;
};

}  // namespace interleave::tracking
