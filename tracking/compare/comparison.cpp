// Puts the findings into words and order. cell_pairs.cpp decides which cells belong together, judged_cells.cpp what
// each of them shows.
#include "tracking/compare/comparison.hpp"

#include "reports/errors.hpp"
#include "reports/sort_by.hpp"
#include "reports/text/cell_texts.hpp"
#include "reports/words/text.hpp"
#include "tracking/compare/cell_pairs.hpp"
#include "tracking/compare/judged_cells.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

using reports::count_text;
using reports::input_error;
using reports::list_text;

void refuse_unknown_metric(const paired_cells& cells, const std::string& metric) {
  std::vector<const reports::recorded_cell*> all;
  for (const cell_pair& pair : cells.pairs) all.insert(all.end(), {pair.base, pair.candidate});
  const bool all_failed = std::ranges::all_of(all, [](const auto* cell) { return cell->measurements.empty(); });
  const bool is_known = std::ranges::any_of(all, [&](const auto* cell) { return !cell->values(metric).empty(); });
  if (!is_known && !all_failed) throw reports::no_such_metric(all, "--metric", metric);
}

reports::better direction_of(const comparison_options& options) {
  if (options.direction) return *options.direction;
  if (const auto usual = reports::usual_direction(options.metric)) return *usual;
  throw input_error("--metric", "",
                    fmt::format("'{}' doesn't say whether more or less of it is better", options.metric),
                    "Add --better more or --better less");
}

// "slower" for times and throughput; "worse" for any other metric.
std::string label_of(finding found, bool about_speed) {
  switch (found) {
    case finding::slower:
      return about_speed ? "slower" : "worse";
    case finding::faster:
      return about_speed ? "faster" : "better";
    case finding::none_shown:
      return "no difference shown";
    case finding::too_few:
      return "not judged";
    case finding::failed:
      return "without a number";
    case finding::skipped:
      return "skipped";
    case finding::not_compared:
      break;
  }
  return "not compared";
}

// Distance from no change to the nearer end of the interval, in the direction of the effect; negative if the interval
// contains no change.
double certainty(const compared_cell& cell) {
  if (!cell.effect) return 0;
  const double shift = std::log(cell.effect->median);
  if (!cell.effect->interval) return std::fabs(shift);
  return shift > 0 ? std::log(cell.effect->interval->low) : -std::log(cell.effect->interval->high);
}

void describe_facts(const reports::recording& base, const reports::recording& candidate, comparison& into) {
  const auto add = [&](const char* name, const std::string& a, const std::string& b) {
    if (!a.empty() || !b.empty()) into.facts.push_back({name, a, b, a != b});
  };
  const auto cores = [](const reports::recording& of) {
    return of.cores > 0 ? std::to_string(of.cores) : std::string();
  };
  const auto samples = [](const reports::recording& of) {
    std::size_t count = 0;
    for (const reports::recorded_cell& cell : of.cells) count += cell.measurements.size();
    return std::to_string(count);
  };
  add("Results", base.path.string(), candidate.path.string());
  add("Measured", base.date, candidate.date);
  add("Host", base.host, candidate.host);
  add("CPU", base.cpu_model, candidate.cpu_model);
  add("Cores", cores(base), cores(candidate));
  add("Clock", reports::clock_text(base.machines), reports::clock_text(candidate.machines));
  add("Frequency scaling", reports::scaling_text(base.machines), reports::scaling_text(candidate.machines));
  add("Load at start", reports::load_text(base.machines), reports::load_text(candidate.machines));
  add("Build", base.build_type, candidate.build_type);
  add("Compiler", base.compiler, candidate.compiler);
  add("Suite version", base.version, candidate.version);
  add("Google Benchmark", base.library_version, candidate.library_version);
  add("Settings", base.settings, candidate.settings);
  add("Cells", std::to_string(base.cells.size()), std::to_string(candidate.cells.size()));
  add("Samples", samples(base), samples(candidate));
}

std::size_t contaminated_samples(const reports::recording& of) {
  std::size_t count = 0;
  for (const reports::recorded_cell& cell : of.cells) {
    for (const double flag : cell.values("contaminated")) count += flag > 0 ? 1U : 0U;
  }
  return count;
}

// The samples per side needed by every cell that has too few.
std::size_t samples_needed(const comparison& of) {
  std::size_t needed = 0;
  for (const compared_cell& cell : of.cells) needed = std::max(needed, cell.samples_needed);
  return needed;
}

// The gravest caution: a lost cell has no change to sort by, so it wouldn't appear among the worst.
void add_lost_cells(comparison& into) {
  std::vector<std::string> lost;
  for (const compared_cell& cell : into.cells)
    if (cell.found == finding::failed && cell.base.median && !cell.candidate.median) lost.push_back(cell.name);
  if (lost.empty()) return;
  into.cautions.push_back(fmt::format("{} a number in the base and none in the candidate: {}.",
                                      count_text(lost.size(), "cell has", "cells have"), list_text(lost, 5)));
}

void add_cautions(const reports::recording& base, const reports::recording& candidate, comparison& into) {
  std::vector<std::string>& cautions = into.cautions;
  add_lost_cells(into);
  cautions.emplace_back(
      "The two were measured apart: whatever the machine did in between is in these numbers too. On a noisy machine, "
      "adjacent blocks of one and the same program differ at p < .05 in 20 to 28 % of the cells. `interleave gate` "
      "runs "
      "both in turns, and its verdict can be acted upon.");
  if (base.is_suite_result && into.metric == "cpu_time") {
    cautions.emplace_back(
        "cpu_time is Google Benchmark's, which doesn't see child processes: cpu_user_ns_per_task and "
        "cpu_system_ns_per_task do.");
  }
  if (base.cpu_model.empty() && candidate.cpu_model.empty() && base.host != candidate.host) {
    cautions.push_back(fmt::format(
        "The files don't name the CPU, and the hosts differ ({} / {}): on different machines nothing here would hold.",
        base.host, candidate.host));
  }
  std::vector<reports::machine_state> machines = base.machines;
  machines.insert(machines.end(), candidate.machines.begin(), candidate.machines.end());
  std::ranges::move(reports::machine_cautions(machines), std::back_inserter(cautions));
  if (!base.fresh_processes || !candidate.fresh_processes) {
    cautions.emplace_back(
        "Some samples are repetitions within one process: these agree with each other more than processes do, so the "
        "intervals are too narrow. A folder of files, each of a process of its own, is better.");
  }
  if (const std::size_t few = into.count(finding::too_few); few > 0) {
    cautions.push_back(fmt::format(
        "In {0} no change could be told from chance: among {1} that takes {2} samples a side. Measure more "
        "(interleave run --samples {2}, or a Google Benchmark program {2} times), or ask about fewer cells (--filter).",
        count_text(few, "cell", "cells"), count_text(into.cells.size(), "cell", "cells"), samples_needed(into)));
  }
  if (const std::size_t count = contaminated_samples(base) + contaminated_samples(candidate); count > 0) {
    cautions.push_back(
        fmt::format("{} taken while other programs used the CPU.", count_text(count, "sample was", "samples were")));
  }
}

// The probability of a wrong verdict is known only if samples are independent.
std::string chance_text(bool fresh_processes, double level) {
  if (!fresh_processes) {
    return "the chance of a wrong one is not known, because processes differ from each other by more than repetitions "
           "within one do";
  }
  return fmt::format(
      "over all cells together the chance of a wrong one is at most {} %, were the machine the same for both",
      level * 100);
}

void add_reading(bool fresh_processes, const comparison_options& options, comparison& into) {
  const std::string margin = reports::percent_text(options.margin);
  into.reading = {
      fmt::format(
          "Change: {} of the candidate over that of the base, by the Hodges-Lehmann shift of logarithms; its 95 "
          "% interval is for each cell alone.",
          options.metric),
      fmt::format("A verdict needs a change shown to be beyond {} (rank-sum test); {}.", margin,
                  chance_text(fresh_processes, options.level)),
      "Would see: the change that this cell would have told with a chance of 80 %; smaller ones can hide."};
}

// Says what a difference may come from if not from the programs.
std::string scope_text(const reports::recording& base, const reports::recording& candidate) {
  if (base.fresh_processes && candidate.fresh_processes) return "";
  return fmt::format(", which holds for these {}processes only: others of the same programs may differ",
                     base.fresh_processes || candidate.fresh_processes ? "" : "two ");
}

std::string headline_of(const comparison& of, const std::vector<std::string>& differences, const std::string& scope) {
  if (!of.comparable) {
    return fmt::format("No verdict: {} of the two {}. They stand side by side.", list_text(differences),
                       differences.size() == 1 ? "differs" : "differ");
  }
  const std::size_t slower = of.count(finding::slower);
  const std::size_t faster = of.count(finding::faster);
  const std::size_t none = of.count(finding::none_shown);
  const bool about_speed = reports::is_about_speed(of.metric);
  if (slower + faster + none == 0) {
    const std::size_t few = of.count(finding::too_few);
    if (few == 0) return "No verdict: no cell could be compared.";
    return fmt::format("Not judged: {} too few samples, of which {} a side are needed. The changes stand below.",
                       count_text(few, "cell has", "cells have"), samples_needed(of));
  }
  std::string text =
      fmt::format("{} {}, {} {}, {} without a difference shown", count_text(slower, "cell", "cells"),
                  label_of(finding::slower, about_speed), faster, label_of(finding::faster, about_speed), none);
  const std::size_t skipped = of.count(finding::skipped);
  if (const std::size_t rest = of.cells.size() - slower - faster - none - skipped; rest > 0)
    text += fmt::format(", {} without a verdict", rest);
  if (skipped > 0) text += fmt::format(", {} skipped by both", skipped);
  return text + scope + ".";
}

std::vector<std::string> sorted_names(const std::vector<const reports::recorded_cell*>& cells) {
  std::vector<std::string> names;
  for (const reports::recorded_cell* cell : cells) names.push_back(cell->name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::size_t comparison::count(finding found) const {
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [&](const compared_cell& cell) { return cell.found == found; }));
}

comparison compare(const reports::recording& base, const reports::recording& candidate,
                   const comparison_options& options) {
  const paired_cells paired = pair_cells(base, candidate, options.filter);
  refuse_unknown_metric(paired, options.metric);
  const std::vector<std::string> found = differences(base, candidate);
  comparison result;
  result.title = fmt::format("{} against {}", candidate.path.string(), base.path.string());
  result.metric = options.metric;
  result.direction = direction_of(options);
  result.margin = options.margin;
  result.comparable = found.empty();
  result.cells = judge_cells(paired.pairs, options, result.direction, result.comparable);
  for (compared_cell& cell : result.cells) cell.label = label_of(cell.found, reports::is_about_speed(options.metric));
  reports::sort_by(result.cells, [](const compared_cell& cell) { return std::pair(cell.found, -certainty(cell)); });
  result.base_only = sorted_names(paired.base_only);
  result.candidate_only = sorted_names(paired.candidate_only);
  describe_facts(base, candidate, result);
  if (result.comparable) {
    add_cautions(base, candidate, result);
    add_reading(base.fresh_processes && candidate.fresh_processes, options, result);
  }
  result.headline = headline_of(result, found, scope_text(base, candidate));
  return result;
}

std::vector<winner_change> changed_winners(const reports::analysis& base, const reports::analysis& candidate) {
  using place = std::tuple<std::string, reports::parameter_map, std::int64_t>;
  const auto is_decided = [](const reports::decision& entry) {
    return entry.outcome == reports::outcome_kind::win || entry.outcome == reports::outcome_kind::equal;
  };
  std::map<place, const reports::decision*> before;
  for (const reports::map_row& row : base.map) {
    const reports::subject& subject = base.subjects[row.subject];
    for (const reports::decision& entry : row.decisions) {
      if (is_decided(entry)) before[{subject.workload, subject.parameters, entry.in_flight}] = &entry;
    }
  }
  std::vector<winner_change> changes;
  for (const reports::map_row& row : candidate.map) {
    const reports::subject& subject = candidate.subjects[row.subject];
    for (const reports::decision& entry : row.decisions) {
      const auto found = before.find({subject.workload, subject.parameters, entry.in_flight});
      if (!is_decided(entry) || found == before.end()) continue;
      if (base.runners[*found->second->runner].name == candidate.runners[*entry.runner].name) continue;
      winner_change change{subject.label, entry.in_flight, reports::map_text(base, *found->second),
                           reports::map_text(candidate, entry), ""};
      change.sentence = fmt::format("{} at {}: was {}, is {}.", change.subject,
                                    reports::in_flight_text(change.in_flight), change.before, change.after);
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace interleave::tracking
