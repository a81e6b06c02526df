// How late a heartbeat comes while other work runs: of the batches whose samples have counted it.
#include "reports/cost_parts.hpp"
#include "reports/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// The tail by which runners are compared: the further, the more it says, and the more beats it needs.
struct tail {
  const char* counter;
  const char* label;
  const char* words;
};
constexpr tail tails[] = {{"heartbeat_late_ns_p99", "p99", "99th percentile of lateness"},
                          {"heartbeat_late_ns_p90", "p90", "90th percentile of lateness"},
                          {"heartbeat_late_ns_p50", "p50", "median of lateness"}};

// The furthest that any sample of these has.
const tail* furthest(const cost_bench& bench, const std::vector<std::size_t>& subjects) {
  const auto* found = std::ranges::find_if(tails, [&](const tail& t) {
    return std::ranges::any_of(subjects, [&](std::size_t s) { return bench.any_sample_has(s, t.counter); });
  });
  return found == std::end(tails) ? nullptr : found;
}

}  // namespace

void find_responsiveness(cost_bench& bench) {
  const analysis& model = bench.model();
  const auto subjects = bench.subjects_where([&](const subject& s) {
    return bench.any_sample_has(static_cast<std::size_t>(&s - model.subjects.data()), "heartbeat_late_ns_max");
  });
  const tail* const chosen = furthest(bench, subjects);
  if (chosen == nullptr) return;
  const bool needs_more = chosen != &tails[0];
  cost_view view;
  view.id = "responsiveness";
  view.title = "Responsiveness";
  view.question = "How late is a heartbeat?";
  view.axis = "lateness";
  view.reading =
      "How long after it was due a heartbeat came, while other work ran; on a logarithmic axis: less is better. "
      "Whiskers: 95 % interval.";
  if (needs_more) {
    view.reading +=
        " Samples of a second and more have the thousand beats that a 99th percentile needs (--time-per-sample 1.2s).";
  }
  std::vector<series_source> sources;
  std::vector<cost_column> columns;
  const auto show = [&](const char* label, const char* counter) {
    sources.push_back({label, {}, counter_named(counter)});
    columns.push_back({fmt::format("{} (95 % interval)", label), quantity::duration, counter_named(counter)});
  };
  const tail& median = tails[2];
  show(median.label, median.counter);
  if (chosen != &median) show(chosen->label, chosen->counter);
  show("max", "heartbeat_late_ns_max");
  const std::size_t judged = chosen == &median ? 0 : 1;
  for (const cost_place& place : bench.places_of(subjects)) {
    // The reference, which has one level, stands beside the others at theirs.
    const bool others = std::any_of(model.cells.begin(), model.cells.end(), [&](const cell_view& cell) {
      return cell.subject == place.subject && cell.in_flight == place.in_flight && cell.runner != model.reference;
    });
    if (!others) continue;
    for (series_source& source : sources) source.place = place;
    cost_group group = bench.group_of(place_text(model.subjects[place.subject], place.in_flight), sources, view.unit);
    decision found = bench.decide_by(yardstick::duration, place, sources[judged].value, chosen->words);
    const std::string costs = bench.range_text(fmt::format("The {} goes", chosen->words), group, judged, view.unit,
                                               [](const cost_row&) { return true; });
    view.sentences.push_back(found.sentence + (costs.empty() ? "" : " " + costs + "."));
    group.decisions.push_back(std::move(found));
    view.groups.push_back(std::move(group));
  }
  view.table = bench.table_of(subjects, columns);
  view.left_out = bench.left_out(subjects);
  bench.add(std::move(view));
}

}  // namespace interleave::reports
