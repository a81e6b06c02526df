// How late a heartbeat comes while other work runs, for batches whose samples measured it.
#include "reports/answer/cost_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// A percentile of lateness by which runners can be compared. Highest first: a high one tells more about the tail, but
// needs more beats.
struct tail {
  const char* counter;
  const char* label;
  const char* words;
};
constexpr tail tails[] = {{"heartbeat_late_ns_p99", "p99", "99th percentile of lateness"},
                          {"heartbeat_late_ns_p90", "p90", "90th percentile of lateness"},
                          {"heartbeat_late_ns_p50", "p50", "median of lateness"}};
constexpr const tail& median_tail = tails[2];
constexpr const char* latest = "heartbeat_late_ns_max";

// The highest percentile that all competing runners have here, so that all are compared by the same one.
const tail& furthest(const cost_bench& bench, const cost_place& place) {
  for (const tail& each : tails) {
    if (bench.all_samples_have(place, each.counter)) return each;
  }
  return median_tail;
}

class responsiveness {
 public:
  explicit responsiveness(cost_bench& bench) : bench_(bench) {}

  void find() {
    const auto subjects = bench_.subjects_where([&](const subject& s) {
      return bench_.any_sample_has(static_cast<std::size_t>(&s - bench_.model().subjects.data()), latest);
    });
    if (subjects.empty()) return;
    view_.id = "responsiveness";
    view_.title = "Responsiveness";
    view_.question = "How late is a heartbeat?";
    view_.axis = "lateness";
    view_.reading = fmt::format(
        "How long after it was due a heartbeat came, while other work ran; on a logarithmic axis: less is better. "
        "Whiskers: {}.",
        bench_.model().median_interval);
    for (const cost_place& place : bench_.places_of(subjects)) {
      if (has_others(place)) judge(place);
    }
    if (needs_more_) {
      view_.reading +=
          " A 99th percentile needs a thousand beats, so samples of more than a second: --time-per-sample 1.2s.";
    }
    view_.lead =
        bench_.range_text("A heartbeat's lateness goes", all_, 0, view_.unit, [](const cost_row&) { return true; });
    if (!view_.lead.empty()) view_.lead += ".";
    std::vector<cost_column> columns;
    for (const tail* each : {&median_tail, &tails[1], &tails[0]}) columns.push_back(column(each->label, each->counter));
    columns.push_back(column("max", latest));
    view_.table = bench_.table_of(subjects, columns);
    view_.left_out = bench_.left_out(subjects);
    bench_.add(std::move(view_));
  }

 private:
  // The reference runs at one level only and is compared with the others at their levels.
  bool has_others(const cost_place& place) const {
    const analysis& model = bench_.model();
    return std::any_of(model.cells.begin(), model.cells.end(), [&](const cell_view& cell) {
      return cell.subject == place.subject && cell.in_flight == place.in_flight && cell.runner != model.reference;
    });
  }

  void judge(const cost_place& place) {
    const tail& by = furthest(bench_, place);
    needs_more_ = needs_more_ || &by != &tails[0];
    std::vector<series_source> series{{median_tail.label, place, counter_named(median_tail.counter)}};
    if (&by != &median_tail) series.push_back({by.label, place, counter_named(by.counter)});
    const std::size_t judged = series.size() - 1;
    series.push_back({"max", place, counter_named(latest)});
    cost_group group =
        bench_.group_of(place_text(bench_.model().subjects[place.subject], place.in_flight), series, view_.unit);
    decision found = bench_.decide_by(compared_by::duration, place, series[judged].value, by.words);
    collect(all_, group, judged);
    const std::string costs = bench_.range_text(fmt::format("The {} goes", by.words), group, judged, view_.unit,
                                                [](const cost_row&) { return true; });
    view_.sentences.push_back(found.sentence + (costs.empty() ? "" : " " + costs + "."));
    group.decisions.push_back(std::move(found));
    view_.groups.push_back(std::move(group));
  }

  cost_column column(const char* label, const char* counter) const {
    return {fmt::format("{} ({})", label, bench_.model().median_interval), quantity::duration, counter_named(counter)};
  }

  cost_bench& bench_;
  cost_view view_ = {};
  cost_group all_ = {};  // what was judged, at every level
  bool needs_more_ = false;
};

}  // namespace

void find_responsiveness(cost_bench& bench) {
  responsiveness(bench).find();
}

}  // namespace interleave::reports
