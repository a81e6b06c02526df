// The decision map: who wins a workload at a level, by how much, and who can't be told apart.
#include "reports/answer/analysis_parts.hpp"
#include "reports/sort_by.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::vector<std::string> names_of(const analysis& model, const std::vector<std::size_t>& runners) {
  std::vector<std::string> names;
  for (const std::size_t runner : runners) names.push_back(model.runners[runner].name);
  return names;
}

std::string place_text(const analysis& model, std::size_t subject, std::int64_t in_flight) {
  return reports::place_text(model.subjects[subject], in_flight);
}

// "coroutines has 4 samples"
std::vector<std::string> too_few(const workbench& bench, const runner_comparison& asked, const decision& found) {
  std::vector<std::string> who;
  const auto add = [&](std::size_t runner) {
    const cell_view& cell = bench.model.cells[*bench.cell_at(asked.subject, runner, asked.in_flight)];
    who.push_back(
        fmt::format("{} has {}", bench.model.runners[runner].name, count_text(cell.samples_good, "sample", "samples")));
  };
  if (found.leader_has_too_few) add(*found.fastest);
  for (const rival& other : found.rivals) {
    if (other.at == position::too_few) add(other.runner);
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

std::string_view needed_text(cost_kind kind) {
  switch (kind) {
    case cost_kind::cpu:
      return "the CPU time a task";
    case cost_kind::memory:
      return "the memory";
    case cost_kind::tail_latency:
      return "the 99th percentile of latency";
    case cost_kind::simplicity:
      break;
  }
  return "";
}

// "coroutines is the cheapest shown: thread_pool needs 9.8× the CPU time a task (9.1–10.2).", or the simplest of
// several.
std::string reason_sentence(const analysis& model, const decision& found) {
  const std::string& name = model.runners[*found.runner].name;
  if (!found.reason.ratio) return fmt::format("None is shown to be cheaper; {} is the simplest.", name);
  const std::size_t as_cheap = 1 + found.reason.not_dearer.size();
  const std::string among = as_cheap == 1 ? "the cheapest" : fmt::format("the simplest of the {} cheapest", as_cheap);
  return fmt::format("{} is {} shown: {} needs {} {}{}.", name, among, model.runners[*found.reason.next].name,
                     factor_text(*found.reason.ratio), needed_text(found.reason.kind),
                     interval_after(*found.reason.ratio));
}

// A runner that is not behind and whose figures are a mixture of two regimes: its median stands for neither.
std::optional<std::size_t> mixed_runner(const workbench& bench, const decision& found) {
  const auto is_mixed = [&](std::size_t runner) {
    const auto index = bench.cell_at(found.subject, runner, found.in_flight);
    return index && !bench.model.cells[*index].regimes.empty();
  };
  if (is_mixed(*found.fastest)) return found.fastest;
  for (const rival& other : found.rivals) {
    if (other.at == position::open && is_mixed(other.runner)) return other.runner;
  }
  return std::nullopt;
}

// What is known of an entry without a decision, and what would decide it.
std::string undecided_sentence(const workbench& bench, const runner_comparison& asked, const decision& found,
                               const std::string& where) {
  const std::vector<std::string> few = too_few(bench, asked, found);
  std::string text;
  if (!few.empty()) {
    text = fmt::format("No decision for {}: {}, and a statement needs at least {} of each.", where, list_text(few, 6),
                       bench.options.rule.least_samples);
  } else {
    // The lead is a median of ratios, and need not be the ratio of the medians.
    const rival& next = found.rivals.front();
    const std::string& leader = bench.model.runners[*found.fastest].name;
    const std::string how = next.lead.median >= 1 ? leader + " has the highest median"
                                                  : fmt::format("{} and {} can't be told apart", leader,
                                                                bench.model.runners[next.runner].name);
    text = fmt::format("Undecided for {}: {}; {}", where, how, lead_sentence(bench.model, asked, next));
  }
  if (found.mixed)
    text += fmt::format(" {} has {}.", bench.model.runners[*found.mixed].name,
                        regimes_text(bench.model.cells[*bench.cell_at(asked.subject, *found.mixed, found.in_flight)]));
  if (found.samples_to_decide > 0)
    text += fmt::format(" About {} samples of each would probably decide.", found.samples_to_decide);
  else
    text += " More samples would hardly decide.";
  return text;
}

std::string decision_sentence(const workbench& bench, const runner_comparison& asked, const decision& found) {
  const analysis& model = bench.model;
  const std::size_t subject = asked.subject;
  std::string where = place_text(model, subject, found.in_flight);
  if (!asked.apart.empty()) where += fmt::format(", not counting {}", list_text(names_of(model, asked.apart), 6));
  switch (found.outcome) {
    case outcome_kind::win: {
      std::string text = fmt::format("{} wins {}: {}", model.runners[*found.runner].name, where,
                                     lead_sentence(model, asked, found.rivals.front()));
      if (model.cells[*found.cell].peer_bound) text += " Its peer was the bottleneck: the true lead may be larger.";
      return text;
    }
    case outcome_kind::equal: {
      std::string text =
          fmt::format("{} are equal for {}: each is within {} of the best. {}", list_text(names_of(model, found.equal)),
                      where, percent_text(bench.options.rule.equal - 1), reason_sentence(model, found));
      std::vector<std::size_t> open;
      for (const rival& other : found.rivals) {
        if (other.at == position::open) open.push_back(other.runner);
      }
      if (!open.empty()) text += fmt::format(" Not shown equal nor slower: {}.", list_text(names_of(model, open), 6));
      return text;
    }
    case outcome_kind::alone:
      return fmt::format("Only {} has a number for {}, so there is no ratio.", model.runners[*found.runner].name,
                         where);
    case outcome_kind::undecided:
      return undecided_sentence(bench, asked, found, where);
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
  if (const auto full = full_from(bench, subject, best->runner))
    text += fmt::format(", full from about {:.0f} in flight", *full);
  if (best->speed_up && best->runner != bench.model.reference) {
    text += fmt::format(", {} sequential", factor_text(*best->speed_up));
  }
  return text + ".";
}

// The reference is measured at one level and competes at all of them.
bool reference_competes(const workbench& bench, std::size_t subject) {
  if (!bench.model.reference) return false;
  const auto cell = bench.cell_at(subject, *bench.model.reference, 1);
  return cell && bench.model.cells[*cell].competes;
}

// One error rate for the whole map: shared by its statements, and by the looks at each of them that decided whether to
// go on sampling (Bonferroni).
standing_rule rule_for_all(const workbench& bench) {
  std::size_t statements = 0;
  std::map<std::pair<std::size_t, std::int64_t>, std::size_t> competitors;
  for (const cell_view& cell : bench.model.cells) {
    if (cell.competes) ++competitors[{cell.subject, cell.in_flight}];
  }
  for (const auto& [where, count] : competitors) {
    const subject& measured = bench.model.subjects[where.first];
    const bool reference_joins = where.second != 1 && reference_competes(bench, where.first);
    if (count + (reference_joins ? 1 : 0) < 2) continue;
    statements += measured.kind == work_kind::probe ? 2 : 1;  // a probe's throughput, and its responsiveness
  }
  std::int64_t looks = 1;
  for (const run_record& run : bench.results.runs) looks = std::max(looks, run.looks);
  standing_rule rule = bench.options.rule;
  rule.error /= static_cast<double>(std::max<std::size_t>(1, statements) * static_cast<std::size_t>(looks));
  return rule;
}

decision decide_entry(const workbench& bench, std::size_t subject, std::int64_t in_flight) {
  decision found = compare_runners(bench, {subject, in_flight, compared_by::throughput,
                                           [&](std::size_t cell) { return bench.throughput_of(cell); }});
  found.latency_sentence = latency_sentence(bench, subject, in_flight);
  found.costs = costs_of(bench, found);
  return found;
}

}  // namespace

decision decide(const std::vector<contender>& contenders, const standing_rule& rule) {
  decision found;
  found.competitors = contenders.size();
  if (contenders.empty()) return found;
  if (contenders.size() == 1) {
    found.outcome = outcome_kind::alone;
    found.runner = found.fastest = contenders.front().runner;
    return found;
  }
  std::vector<std::span<const double>> figures;
  for (const contender& each : contenders) figures.push_back(each.logarithms);
  const standings ranked = rank_groups(figures, rule);
  found.fastest = contenders[ranked.leader].runner;
  found.samples_to_decide = ranked.samples_to_decide;
  found.leader_has_too_few = ranked.groups[ranked.leader].at == position::too_few;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const group_standing& mine = ranked.groups[i];
    if (mine.at == position::equal) found.equal.push_back(contenders[i].runner);
    if (i != ranked.leader) found.rivals.push_back({contenders[i].runner, mine.lead, mine.at});
  }
  sort_by(found.rivals, [](const rival& other) { return other.lead.median; });
  switch (ranked.outcome) {
    case standing::win:
      found.outcome = outcome_kind::win;
      found.runner = found.fastest;
      break;
    case standing::equal:
      found.outcome = outcome_kind::equal;
      found.runner = found.equal.front();
      break;
    case standing::undecided:
      found.outcome = outcome_kind::undecided;
      break;
  }
  return found;
}

std::string place_text(const subject& measured, std::int64_t in_flight) {
  switch (measured.shape) {
    case work_shape::batch:
    case work_shape::other: {
      const std::string_view placement = measured.label_says_where ? "" : placement_at(measured, in_flight);
      const char* const where = placement == "spread"  ? " across CPUs"
                                : placement == "apart" ? " with a CPU for the server"
                                                       : "";
      return fmt::format("{} at {}{}", measured.label, in_flight_text(in_flight), where);
    }
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
    if (const auto figure = asked.figure(*index); !figure.empty()) contenders.push_back({runner, figure});
  }
  if (!tried) contenders.clear();
  decision found = decide(contenders, bench.rule);
  found.subject = subject;
  found.in_flight = in_flight;
  if (found.outcome == outcome_kind::equal && asked.by == compared_by::throughput)
    recommend_cheapest(bench, asked, found);
  if (found.runner) found.cell = bench.cell_at(subject, *found.runner, in_flight);
  if (found.outcome == outcome_kind::win) found.short_label = factor_text(found.rivals.front().lead.median);
  if (found.outcome == outcome_kind::equal) found.short_label = fmt::format("= of {}", found.equal.size());
  for (const rival& other : found.rivals) {
    if (other.at == position::too_few)
      bench.model.cells[*bench.cell_at(subject, other.runner, in_flight)].too_few = true;
  }
  // On its own the reference is measured only to be compared with at other levels.
  if (found.outcome == outcome_kind::alone && found.runner != bench.model.reference) {
    cell_view& only = bench.model.cells[*found.cell];
    only.too_few = only.samples_good < bench.rule.least_samples;
  }
  if (found.leader_has_too_few) bench.model.cells[*bench.cell_at(subject, *found.fastest, in_flight)].too_few = true;
  if (found.outcome == outcome_kind::undecided && asked.by == compared_by::throughput)
    found.mixed = mixed_runner(bench, found);
  found.sentence = decision_sentence(bench, asked, found);
  return found;
}

void decide_map(workbench& bench) {
  bench.rule = rule_for_all(bench);
  for (std::size_t subject = 0; subject < bench.model.subjects.size(); ++subject) {
    if (bench.model.subjects[subject].shape != work_shape::batch) break;  // batches come first
    map_row row{subject, {}};
    for (const std::int64_t level : bench.model.levels) row.decisions.push_back(decide_entry(bench, subject, level));
    bench.model.map.push_back(std::move(row));
    bench.model.subjects[subject].scaling_sentence = scaling_sentence(bench, subject);
  }
}

}  // namespace interleave::reports
