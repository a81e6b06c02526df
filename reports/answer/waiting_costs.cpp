// What a waiting task costs: memory in the process and in the kernel for herds of growing size, and what keeps each
// model from growing further.
#include "reports/answer/cost_parts.hpp"
#include "reports/words/text.hpp"

#include <map>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::optional<double> total_bytes(const sample_record& sample) {
  const auto user = sample.counter("memory_user_bytes_per_task");
  const auto kernel = sample.counter("memory_kernel_bytes_per_task");
  return user && kernel ? std::optional(*user + *kernel) : std::nullopt;
}

// The largest herd that each model reaches, and what stops it there.
std::vector<std::string> stops_of(const cost_bench& bench, std::size_t subject) {
  std::map<std::int64_t, std::vector<std::string>> reached_all;
  std::vector<std::string> stopped;
  for (std::size_t runner = 0; runner < bench.model().runners.size(); ++runner) {
    const cell_view* last = nullptr;                     // the last level with a number
    const cell_view* beyond = nullptr;                   // the first level after it, without a number
    for (const cell_view& cell : bench.model().cells) {  // in ascending order of in_flight
      if (cell.subject != subject || cell.runner != runner) continue;
      if (has_number(cell)) {
        last = &cell;
        beyond = nullptr;
      } else if (beyond == nullptr) {
        beyond = &cell;
      }
    }
    if (last == nullptr) continue;
    if (beyond == nullptr) {
      reached_all[last->in_flight].push_back(bench.name(runner));
    } else {
      stopped.push_back(fmt::format("{} reaches {} tasks and stops at {}: {}.", bench.name(runner), last->in_flight,
                                    beyond->in_flight, reason_of(*beyond)));
    }
  }
  std::vector<std::string> stops;
  for (const auto& [level, names] : reached_all) {
    const bool one = names.size() == 1;
    stops.push_back(fmt::format("{} {} {} tasks, the most that {} asked for.", list_text(names, 64),
                                one ? "reaches" : "reach", level, one ? "it was" : "they were"));
  }
  stops.insert(stops.end(), stopped.begin(), stopped.end());
  return stops;
}

}  // namespace

void find_waiting_costs(cost_bench& bench) {
  const auto subjects = bench.subjects_where([](const subject& s) { return s.shape == work_shape::herd; });
  if (subjects.empty()) return;
  cost_view view;
  view.id = "herds";
  view.title = "Herds";
  view.question = "What does a waiting task cost?";
  view.unit = quantity::bytes;
  view.axis = "memory per task";
  const std::string& interval = bench.model().median_interval;
  view.reading = fmt::format(
      "Memory per waiting task, in the process and in the kernel (stacks, page tables, descriptors), on a logarithmic "
      "axis: less is better. Whiskers: {}. A value of 0 or less can't be drawn there; the text beside gives it.",
      interval);
  const sample_value user = counter_named("memory_user_bytes_per_task");
  const sample_value kernel = counter_named("memory_kernel_bytes_per_task");
  const auto range_in = [&](const cost_group& group) {
    const std::string costs =
        bench.range_text("A waiting task costs", group, 0, view.unit, [](const cost_row&) { return true; });
    return costs.empty() ? costs : costs + ".";
  };
  cost_group all;
  for (const cost_place& place : bench.places_of(subjects)) {
    cost_group group = bench.group_of(place_text(bench.model().subjects[place.subject], place.in_flight),
                                      {{"user", place, user}, {"kernel", place, kernel}}, view.unit);
    const cost_group totals = bench.group_of("", {{"", place, total_bytes}}, view.unit);
    decision found = bench.decide_by(compared_by::memory, place, total_bytes);
    const std::string costs = range_in(totals);
    view.sentences.push_back(found.sentence + (costs.empty() ? "" : " " + costs));
    collect(all, totals, 0);
    group.decisions.push_back(std::move(found));
    view.groups.push_back(std::move(group));
  }
  view.lead = range_in(all);
  for (const std::size_t s : subjects) {
    for (std::string& stop : stops_of(bench, s)) {
      view.stops.push_back(subjects.size() == 1 ? std::move(stop) : bench.model().subjects[s].label + ": " + stop);
    }
  }
  view.table = bench.table_of(subjects, {{fmt::format("user ({})", interval), quantity::bytes, user},
                                         {fmt::format("kernel ({})", interval), quantity::bytes, kernel},
                                         {"to create", quantity::duration, counter_named("create_ns_per_task")},
                                         {"to finish", quantity::duration, counter_named("finish_ns_per_task")}});
  view.left_out = bench.left_out(subjects);
  bench.add(std::move(view));
}

}  // namespace interleave::reports
