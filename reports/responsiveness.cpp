// How late a heartbeat comes while other work runs: of the batches whose samples have counted it.
#include "reports/cost_parts.hpp"
#include "reports/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

void find_responsiveness(cost_bench& bench) {
  const analysis& model = bench.model();
  const auto subjects = bench.subjects_where([&](const subject& s) {
    return bench.any_sample_has(static_cast<std::size_t>(&s - model.subjects.data()), "heartbeat_late_ns_p99");
  });
  if (subjects.empty()) return;
  cost_view view;
  view.id = "responsiveness";
  view.title = "Responsiveness";
  view.question = "How late is a heartbeat?";
  view.axis = "lateness";
  view.reading =
      "How long after it was due a heartbeat came, while other work ran; on a logarithmic axis: less is better. "
      "Whiskers: 95 % interval.";
  const sample_value half = counter_named("heartbeat_late_ns_p50");
  const sample_value tail = counter_named("heartbeat_late_ns_p99");
  const sample_value latest = counter_named("heartbeat_late_ns_max");
  for (const cost_place& place : bench.places_of(subjects)) {
    // The reference, which has one level, stands beside the others at theirs.
    const bool others = std::any_of(model.cells.begin(), model.cells.end(), [&](const cell_view& cell) {
      return cell.subject == place.subject && cell.in_flight == place.in_flight && cell.runner != model.reference;
    });
    if (!others) continue;
    cost_group group = bench.group_of(place_text(model.subjects[place.subject], place.in_flight),
                                      {{"p50", place, half}, {"p99", place, tail}, {"max", place, latest}}, view.unit);
    decision found = bench.decide_by(yardstick::lateness, place, tail);
    const std::string costs = bench.range_text("The 99th percentile of lateness goes", group, 1, view.unit,
                                               [](const cost_row&) { return true; });
    view.sentences.push_back(found.sentence + (costs.empty() ? "" : " " + costs + "."));
    group.decisions.push_back(std::move(found));
    view.groups.push_back(std::move(group));
  }
  view.table = bench.table_of(subjects, {{"p50 (95 % interval)", quantity::duration, half},
                                         {"p99 (95 % interval)", quantity::duration, tail},
                                         {"max (95 % interval)", quantity::duration, latest}});
  view.left_out = bench.left_out(subjects);
  bench.add(std::move(view));
}

}  // namespace interleave::reports
