// See the header.
#include "tracking/exports/cell_summary.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

std::optional<reports::estimate> median_of(const reports::recorded_cell& cell, std::string_view metric) {
  const std::vector<double> values = cell.values(metric);
  if (values.empty()) return std::nullopt;
  return reports::median_estimate(values);
}

std::string plain_number(double value) {
  return fmt::format("{}", value);
}

std::optional<name_parts> parts_of(const std::string& name) {
  constexpr std::string_view level = "in_flight:";
  const std::size_t first = name.find('/');
  const std::size_t second = first == std::string::npos ? first : name.find('/', first + 1);
  if (first == 0 || second == std::string::npos || second == first + 1) return std::nullopt;
  if (name.compare(second + 1, level.size(), level) != 0) return std::nullopt;
  const std::size_t begin = second + 1 + level.size();
  const std::size_t end = std::min(name.find('/', begin), name.size());
  if (end == begin || name.find_first_not_of("0123456789", begin) < end) return std::nullopt;
  return name_parts{name.substr(0, first), name.substr(first + 1, second - first - 1), name.substr(begin, end - begin),
                    end == name.size() ? "" : name.substr(end + 1)};
}

}  // namespace interleave::tracking
