// See the header.
#include "tracking/compare/cell_pairs.hpp"

#include "reports/errors.hpp"
#include "reports/results/name_pattern.hpp"

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::input_error;

// "io_echo/coroutines/in_flight:8" for "io_echo/coroutines/in_flight:8/delay:5ms"; empty for names of another form.
std::string without_parameters(const std::string& name) {
  const std::size_t runner = name.find('/');
  const std::size_t level = runner == std::string::npos ? runner : name.find('/', runner + 1);
  if (level == std::string::npos || name.compare(level, 11, "/in_flight:") != 0) return "";
  return name.substr(0, name.find('/', level + 1));
}

// Parameters are part of a cell's name: pairs cells that differ only in parameters, rather than report them as new.
// Where one side has several values of them, another value is new.
void pair_changed_parameters(paired_cells& cells) {
  std::map<std::string,
           std::pair<std::vector<const reports::recorded_cell*>, std::vector<const reports::recorded_cell*>>>
      by_stem;
  for (const reports::recorded_cell* cell : cells.base_only)
    by_stem[without_parameters(cell->name)].first.push_back(cell);
  for (const reports::recorded_cell* cell : cells.candidate_only) {
    by_stem[without_parameters(cell->name)].second.push_back(cell);
  }
  for (const cell_pair& pair : cells.pairs) by_stem.erase(without_parameters(pair.base->name));
  for (const auto& [stem, sides] : by_stem) {
    if (stem.empty() || sides.first.size() != 1 || sides.second.size() != 1) continue;
    cells.pairs.push_back({sides.first.front(), sides.second.front()});
    std::erase(cells.base_only, sides.first.front());
    std::erase(cells.candidate_only, sides.second.front());
  }
}

void refuse_without_common_cell(const paired_cells& cells, const reports::recording& base,
                                const reports::recording& candidate, const std::string& filter) {
  if (!cells.pairs.empty()) return;
  if (!filter.empty() && cells.base_only.empty() && cells.candidate_only.empty()) {
    throw input_error("--filter", "", fmt::format("no cell's name fits '{}'", filter),
                      fmt::format("There is, for example, {}", base.cells.front().name));
  }
  throw input_error(candidate.path.string(), "", fmt::format("has no cell in common with {}", base.path.string()),
                    fmt::format("There: {}; here: {}", base.cells.front().name, candidate.cells.front().name));
}

}  // namespace

paired_cells pair_cells(const reports::recording& base, const reports::recording& candidate,
                        const std::string& filter) {
  const reports::name_pattern wanted("--filter", filter);
  std::map<std::string_view, const reports::recorded_cell*> in_candidate;
  for (const reports::recorded_cell& cell : candidate.cells) {
    if (wanted.is_in(cell.name)) in_candidate.emplace(cell.name, &cell);
  }
  paired_cells cells;
  std::set<std::string_view> taken;
  for (const reports::recorded_cell& cell : base.cells) {
    if (!wanted.is_in(cell.name)) continue;
    const auto found = in_candidate.find(cell.name);
    if (found == in_candidate.end()) {
      cells.base_only.push_back(&cell);
    } else {
      cells.pairs.push_back({&cell, found->second});
      taken.insert(cell.name);
    }
  }
  for (const reports::recorded_cell& cell : candidate.cells) {
    if (in_candidate.contains(cell.name) && !taken.contains(cell.name)) cells.candidate_only.push_back(&cell);
  }
  if (base.is_suite_result && candidate.is_suite_result) pair_changed_parameters(cells);
  refuse_without_common_cell(cells, base, candidate, filter);
  return cells;
}

}  // namespace interleave::tracking
