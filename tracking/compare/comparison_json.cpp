// See the header.
#include "tracking/compare/comparison_json.hpp"

#include "reports/words/json_text.hpp"

#include <optional>

#include <nlohmann/json.hpp>

namespace interleave::tracking {

namespace {

using json = nlohmann::ordered_json;

json number(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

json side_json(const cell_side& side) {
  return {{"samples", side.samples}, {"median", number(side.median)}};
}

json cell_json(const compared_cell& cell) {
  std::optional<double> ratio;
  std::optional<double> low;
  std::optional<double> high;
  if (cell.effect) ratio = cell.effect->median;
  if (cell.effect && cell.effect->interval) {
    low = cell.effect->interval->low;
    high = cell.effect->interval->high;
  }
  return {{"name", cell.name},
          {"finding", finding_word(cell.found)},
          {"ratio", number(ratio)},
          {"ratio_low", number(low)},
          {"ratio_high", number(high)},
          {"smallest_visible_ratio", number(cell.smallest_visible)},
          {"p_adjusted", number(cell.p)},
          {"base", side_json(cell.base)},
          {"candidate", side_json(cell.candidate)},
          {"note", cell.note}};
}

}  // namespace

std::string finding_word(finding found) {
  switch (found) {
    case finding::slower:
      return "slower";
    case finding::faster:
      return "faster";
    case finding::none_shown:
      return "none_shown";
    case finding::too_few:
      return "too_few";
    case finding::failed:
      return "failed";
    case finding::skipped:
      return "skipped";
    case finding::not_compared:
      break;
  }
  return "not_compared";
}

std::string comparison_json(const comparison& model) {
  json document = {{"schema_version", 1},
                   {"headline", model.headline},
                   {"comparable", model.comparable},
                   {"metric", model.metric},
                   {"better", model.direction == reports::better::less ? "less" : "more"},
                   {"margin", model.margin},
                   {"cautions", model.cautions},
                   {"facts", json::array()},
                   {"cells", json::array()},
                   {"base_only", model.base_only},
                   {"candidate_only", model.candidate_only},
                   {"winners", json::array()}};
  for (const compared_fact& fact : model.facts) {
    document["facts"].push_back(
        {{"name", fact.name}, {"base", fact.base}, {"candidate", fact.candidate}, {"differs", fact.differs}});
  }
  for (const compared_cell& cell : model.cells) document["cells"].push_back(cell_json(cell));
  for (const winner_change& change : model.winners) {
    document["winners"].push_back({{"subject", change.subject},
                                   {"in_flight", change.in_flight},
                                   {"before", change.before},
                                   {"after", change.after}});
  }
  return reports::json_text(document, 1);
}

}  // namespace interleave::tracking
