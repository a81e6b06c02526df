// The decision map: who wins a workload at a level, by how much, and who can't be told apart.
#include "reports/answer/analysis_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

double mean_log(const contender& who) {
  double sum = 0;
  for (const std::span<const double> group : who.groups) sum += median(group);
  return sum / static_cast<double>(who.groups.size());
}

std::vector<std::string> names_of(const analysis& model, const std::vector<std::size_t>& runners) {
  std::vector<std::string> names;
  for (const std::size_t runner : runners) names.push_back(model.runners[runner].name);
  return names;
}

std::string place_text(const analysis& model, std::size_t subject, std::int64_t in_flight) {
  return reports::place_text(model.subjects[subject], in_flight);
}

// Runners measured at this level, but with too few samples to compete.
std::vector<std::string> too_few(const workbench& bench, std::size_t subject, std::int64_t in_flight) {
  std::vector<std::string> who;
  for (std::size_t runner = 0; runner < bench.model.runners.size(); ++runner) {
    const auto index = bench.cell_at(subject, runner, in_flight);
    if (!index) continue;
    const cell_view& cell = bench.model.cells[*index];
    if (cell.state != cell_state::measured || cell.competes) continue;
    who.push_back(
        fmt::format("{} has {}", bench.model.runners[runner].name, count_text(cell.samples_good, "sample", "samples")));
  }
  return who;
}

std::string no_data_sentence(const workbench& bench, std::size_t subject, std::int64_t in_flight) {
  std::vector<std::string> reasons;
  for (std::size_t runner = 0; runner < bench.model.runners.size(); ++runner) {
    const auto index = bench.cell_at(subject, runner, in_flight);
    if (!index) continue;
    const cell_view& cell = bench.model.cells[*index];
    reasons.push_back(
        fmt::format("{} ({})", bench.model.runners[runner].name, cell.note.empty() ? cell.state_label : cell.note));
  }
  const std::string place = place_text(bench.model, subject, in_flight);
  if (reasons.empty()) return fmt::format("{} wasn't measured.", place);
  return fmt::format("No runner has a number for {}: {}.", place, list_text(reasons, 6));
}

// Says how large the winner's lead over the next best is.
std::string lead_sentence(const analysis& model, const runner_comparison& asked, const rival& next) {
  const std::string& name = model.runners[next.runner].name;
  const std::string factor = factor_text(next.lead);
  const std::string interval = interval_after(next.lead);
  switch (asked.by) {
    case compared_by::memory:
      return fmt::format("{} takes {} its memory{}.", name, factor, interval);
    case compared_by::duration:
      return fmt::format("under {} the {} is {} as long{}.", name, asked.duration, factor, interval);
    case compared_by::throughput:
      break;
  }
  return fmt::format("{} the throughput of {}{}.", factor, name, interval);
}

std::string decision_sentence(const workbench& bench, const runner_comparison& asked, const decision& found) {
  const analysis& model = bench.model;
  const std::size_t subject = asked.subject;
  std::string place = place_text(model, subject, found.in_flight);
  if (!asked.apart.empty()) place += fmt::format(", not counting {}", list_text(names_of(model, asked.apart), 6));
  switch (found.outcome) {
    case outcome_kind::win: {
      std::string text = fmt::format("{} wins {}: {}", model.runners[*found.runner].name, place,
                                     lead_sentence(model, asked, found.rivals.front()));
      if (model.cells[*found.cell].peer_bound) text += " Its peer was the bottleneck: the true lead may be larger.";
      return text;
    }
    case outcome_kind::tie:
      return fmt::format("{} tie for {}; the simplest of them is {}.", list_text(names_of(model, found.tied)), place,
                         model.runners[*found.runner].name);
    case outcome_kind::alone:
      return fmt::format("Only {} has a number for {}, so there is no ratio.", model.runners[*found.runner].name,
                         place);
    case outcome_kind::undecided: {
      const std::vector<std::string> who = too_few(bench, subject, found.in_flight);
      return fmt::format("No decision for {}: {}, and an interval needs at least {}.", place, list_text(who, 6),
                         bench.options.minimum_samples);
    }
    case outcome_kind::no_data:
      break;
  }
  return no_data_sentence(bench, subject, found.in_flight);
}

std::string quantile_name(double quantile) {
  return quantile >= 0.999 ? "p99.9" : quantile >= 0.99 ? "p99" : quantile >= 0.9 ? "p90" : "p50";
}

// Compares latencies at the highest percentile that every runner with latencies has. Only cells measured at this very
// in_flight count, so the reference (in_flight 1) is left out at other levels.
std::string latency_sentence(const workbench& bench, std::size_t subject, std::int64_t in_flight) {
  std::vector<const cell_view*> cells;
  for (std::size_t runner = 0; runner < bench.model.runners.size(); ++runner) {
    const auto index = bench.cell_at(subject, runner, in_flight);
    if (!index) continue;
    const cell_view& cell = bench.model.cells[*index];
    if (cell.in_flight == in_flight && !cell.latency.empty()) cells.push_back(&cell);
  }
  const std::string place = place_text(bench.model, subject, in_flight);
  if (cells.empty()) return fmt::format("No latencies were recorded for {}.", place);
  for (const double q : {0.999, 0.99, 0.9, 0.5}) {
    if (!std::all_of(cells.begin(), cells.end(),
                     [&](const cell_view* cell) { return latency_at(*cell, q).has_value(); }))
      continue;
    const auto [best, worst] = std::minmax_element(
        cells.begin(), cells.end(),
        [&](const cell_view* a, const cell_view* b) { return *latency_at(*a, q) < *latency_at(*b, q); });
    const auto part = [&](const cell_view* cell) {
      return fmt::format("{} with {}", bench.model.runners[cell->runner].name, duration_text(*latency_at(*cell, q)));
    };
    std::string text = fmt::format("{}: {} has the lowest {}", place, part(*best), quantile_name(q));
    if (best != worst) text += fmt::format(", {} the highest", part(*worst));
    return text + ".";
  }
  return fmt::format("The runners of {} have no percentile in common.", place);
}

std::string scaling_sentence(const workbench& bench, std::size_t subject) {
  const cell_view* best = nullptr;
  for (const cell_view& cell : bench.model.cells) {
    if (cell.subject != subject || !cell.competes) continue;
    if (best == nullptr || cell.throughput_per_s->median > best->throughput_per_s->median) best = &cell;
  }
  const std::string& label = bench.model.subjects[subject].label;
  if (best == nullptr) return fmt::format("{} has no cell with enough samples to compare.", label);
  std::string text = fmt::format("{}: the highest throughput, {}, is that of {} at {}", label,
                                 rate_text(best->throughput_per_s->median), bench.model.runners[best->runner].name,
                                 in_flight_text(best->in_flight));
  if (best->efficiency) text += fmt::format(", {} of the ideal bound", share_of_bound_text(best->efficiency->median));
  if (best->speed_up && best->runner != bench.model.reference) {
    text += fmt::format(", {} sequential", factor_text(*best->speed_up));
  }
  return text + ".";
}

decision decide_entry(const workbench& bench, std::size_t subject, std::int64_t in_flight) {
  decision found = compare_runners(bench, {subject, in_flight, compared_by::throughput,
                                           [&](std::size_t cell) { return bench.throughput_of(cell); }});
  found.latency_sentence = latency_sentence(bench, subject, in_flight);
  return found;
}

}  // namespace

estimate ratio_of(const contender& a, const contender& b) {
  std::vector<log_groups> ratios;
  for (std::size_t i = 0; i < a.groups.size(); ++i) ratios.push_back({a.groups[i], b.groups[i]});
  return mean_ratio(ratios);
}

decision decide(const std::vector<contender>& contenders, std::int64_t in_flight, double margin) {
  decision found;
  found.in_flight = in_flight;
  found.competitors = contenders.size();
  if (contenders.empty()) return found;
  // max_element returns the first maximum: of equals, the simplest.
  const contender& fastest =
      *std::max_element(contenders.begin(), contenders.end(),
                        [](const contender& a, const contender& b) { return mean_log(a) < mean_log(b); });
  found.fastest = fastest.runner;
  for (const contender& other : contenders) {
    if (&other == &fastest) {
      found.tied.push_back(other.runner);
      continue;
    }
    const estimate lead = ratio_of(fastest, other);
    const bool tied = !(lead.interval->low > margin);
    if (tied) found.tied.push_back(other.runner);
    found.rivals.push_back({other.runner, lead, tied});
  }
  sort_by(found.rivals, [](const rival& other) { return other.lead.median; });
  found.runner = found.tied.front();
  if (contenders.size() == 1) {
    found.outcome = outcome_kind::alone;
  } else if (found.tied.size() == 1) {
    found.outcome = outcome_kind::win;
  } else {
    found.outcome = outcome_kind::tie;
  }
  if (found.outcome != outcome_kind::tie) found.tied.clear();
  return found;
}

std::string place_text(const subject& measured, std::int64_t in_flight) {
  switch (measured.shape) {
    case work_shape::batch:
    case work_shape::other:
      return fmt::format("{} at {}", measured.label, in_flight_text(in_flight));
    case work_shape::herd:
      return fmt::format("{} with {} tasks waiting", measured.label, in_flight);
    default:
      return measured.label;  // one task at a time: there is no level to name
  }
}

decision compare_runners(const workbench& bench, const runner_comparison& asked) {
  const std::size_t subject = asked.subject;
  const std::int64_t in_flight = asked.in_flight;
  // The reference takes part at every level at which another runner was tried; on its own it doesn't make a level.
  bool tried = false;
  std::vector<contender> contenders;
  for (std::size_t runner = 0; runner < bench.model.runners.size(); ++runner) {
    const auto index = bench.cell_at(subject, runner, in_flight);
    if (!index) continue;
    tried = tried || bench.model.cells[*index].in_flight == in_flight;
    if (std::ranges::find(asked.apart, runner) != asked.apart.end()) continue;
    if (const auto figure = asked.figure(*index); !figure.empty()) contenders.push_back({runner, {figure}});
  }
  if (!tried) contenders.clear();
  decision found = decide(contenders, in_flight, bench.options.margin);
  if (tried && !too_few(bench, subject, in_flight).empty()) {
    found = {};
    found.in_flight = in_flight;
    found.outcome = outcome_kind::undecided;
    found.competitors = contenders.size();
  }
  if (found.runner) found.cell = bench.cell_at(subject, *found.runner, in_flight);
  if (found.outcome == outcome_kind::win) found.short_label = factor_text(found.rivals.front().lead.median);
  if (found.outcome == outcome_kind::tie) found.short_label = fmt::format("≈ of {}", found.tied.size());
  found.sentence = decision_sentence(bench, asked, found);
  return found;
}

void decide_map(workbench& bench) {
  for (std::size_t subject = 0; subject < bench.model.subjects.size(); ++subject) {
    if (bench.model.subjects[subject].shape != work_shape::batch) break;  // batches come first
    map_row row{subject, {}};
    for (const std::int64_t level : bench.model.levels) row.decisions.push_back(decide_entry(bench, subject, level));
    bench.model.map.push_back(std::move(row));
    bench.model.subjects[subject].scaling_sentence = scaling_sentence(bench, subject);
  }
}

}  // namespace interleave::reports
