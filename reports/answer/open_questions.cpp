// See the header.
#include "reports/answer/open_questions.hpp"

#include <algorithm>

namespace interleave::reports {

namespace {

open_question question_of(const analysis& model, const decision& entry) {
  open_question found{{}, entry.samples_to_decide};
  const auto add = [&](std::size_t runner) {
    // As in the map, the reference's one cell is used at every level.
    const auto is_its = [&](const cell_view& cell) {
      return cell.subject == entry.subject && cell.runner == runner &&
             (cell.in_flight == entry.in_flight || runner == model.reference);
    };
    const auto cell = std::ranges::find_if(model.cells, is_its);
    if (cell != model.cells.end()) found.cells.push_back(cell->name);
  };
  add(*entry.fastest);
  for (const rival& other : entry.rivals) {
    if (other.at != position::behind && other.at != position::far_behind) add(other.runner);
  }
  return found;
}

}  // namespace

std::vector<open_question> open_questions(const analysis& model) {
  std::vector<open_question> found;
  const auto add = [&](const std::vector<decision>& decisions) {
    for (const decision& entry : decisions) {
      if (entry.outcome == outcome_kind::undecided) found.push_back(question_of(model, entry));
    }
  };
  for (const map_row& row : model.map) add(row.decisions);
  for (const cost_view& view : model.costs) {
    for (const cost_group& group : view.groups) add(group.decisions);
  }
  return found;
}

}  // namespace interleave::reports
