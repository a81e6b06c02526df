// See the header.
#include "tracking/compare/comparison_texts.hpp"

#include <fmt/format.h>

namespace interleave::tracking {

const std::vector<reports::text_column>& compared_columns() {
  static const std::vector<reports::text_column> columns = {
      {"cell", false, 9}, {"change", true, 9},    {"95 % interval", true, 8}, {"would see", true, 5},
      {"base", true, 6},  {"candidate", true, 7}, {"samples", true, 3},       {"note", false, 4}};
  return columns;
}

std::vector<std::string> compared_texts(const compared_cell& cell) {
  return {cell.name,
          cell.effect_text,
          cell.interval_text,
          cell.visible_text,
          cell.base.text,
          cell.candidate.text,
          fmt::format("{} / {}", cell.base.samples, cell.candidate.samples),
          cell.note};
}

std::string finding_heading(const compared_cell& cell) {
  std::string heading = cell.label;
  if (!heading.empty() && heading[0] >= 'a' && heading[0] <= 'z')
    heading[0] = static_cast<char>(heading[0] - 'a' + 'A');
  return heading;
}

}  // namespace interleave::tracking
