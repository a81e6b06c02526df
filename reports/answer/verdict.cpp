// The verdict: the machine in one sentence, from the verdicts on each kind of work (kind_verdict.cpp).
//
// `noop` only measures the floor under every number and is not work, so it takes no part; neither do probes.
#include "reports/answer/analysis_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

std::string rule_text(const workbench& bench) {
  const standing_rule& rule = bench.options.rule;
  std::vector<std::string> order;
  for (const runner_view& runner : bench.model.runners) order.push_back(runner.name);
  const std::string& words = bench.model.median_interval;
  const std::string coverage = words.substr(0, words.find('%') + 1);
  return fmt::format(
      "A runner wins where it is shown to be more than {} faster than every rival. Runners are equal where each is "
      "shown to be within {} of the fastest, whichever that is. All else is undecided and recommends nobody. The tests "
      "are rank-sum tests that share one error rate: at most {} of maps contain a statement that is false by chance "
      "(here {} a statement). A statement needs {} samples of each runner, or {} of one whose best is below 1/{} of "
      "the leader's median, which is a rule and no test. Of equals, the one shown to be more than {} cheaper is "
      "recommended: by CPU time a task, then memory, then p99, then simplicity. Each of these costs is tested at the "
      "rate of a statement, without a share of its own. Order of simplicity: {}. A kind of work gets the runner that "
      "is among the best in most of its decided workloads and in at least half of all. Intervals: of a median between "
      "order statistics ({} at least); of a ratio 95 % for that one ratio.",
      percent_text(rule.win - 1), percent_text(rule.equal - 1), percent_text(rule.error),
      percent_text(bench.rule.error), rule.least_samples, rule.least_samples_far, number_text(rule.far),
      percent_text(rule.equal - 1), list_text(order, 64), coverage);
}

// " Of a workload ...", where it matters.
std::string rule_for_values(const analysis& model) {
  const bool all_take_part = std::ranges::all_of(model.subjects, &subject::stands_for_workload);
  return all_take_part ? ""
                       : " Of a workload that was measured with several values of its parameters only one set takes "
                         "part, so that each workload counts once: the defaults or, failing that, the middle one.";
}

std::string kind_words(const kind_verdict& kind) {
  return kind.kind == work_kind::mixed ? "mixed work" : kind.kind_label + " work";
}

// "I/O-bound work (12.3× sequential at 64 in flight, one of 3 that are equal)"
std::string use_text(const kind_verdict& kind) {
  std::string detail;
  if (kind.speed_up) {
    detail = fmt::format("{} sequential at {}", factor_text(*kind.speed_up), in_flight_text(kind.in_flight));
  }
  if (kind.equal.size() > 1) {
    detail += fmt::format("{}one of {} that are equal", detail.empty() ? "" : ", ", kind.equal.size());
  }
  const std::string where = kind.holds_one_at_a_time_only && !kind.speed_up ? " at 1 in flight" : "";
  return kind_words(kind) + where + (detail.empty() ? "" : " (" + detail + ")");
}

// "On this machine use coroutines for I/O-bound work (...); thread_pool for CPU-bound work (...) and mixed work (...)."
std::string machine_sentence(const analysis& model) {
  std::vector<std::pair<std::size_t, std::vector<std::string>>> uses;  // by runner, in the order of the kinds
  std::vector<std::string> open;
  std::size_t exceptions = 0;
  for (const kind_verdict& kind : model.verdict.kinds) {
    if (!kind.decided) {
      open.push_back(kind_words(kind));
      continue;
    }
    exceptions += kind.exceptions.size();
    const auto same =
        std::find_if(uses.begin(), uses.end(), [&](const auto& use) { return use.first == *kind.runner; });
    if (same == uses.end()) {
      uses.push_back({*kind.runner, {use_text(kind)}});
    } else {
      same->second.push_back(use_text(kind));
    }
  }
  std::string text = "On this machine use ";
  for (std::size_t i = 0; i < uses.size(); ++i) {
    text +=
        fmt::format("{}{} for {}", i == 0 ? "" : "; ", model.runners[uses[i].first].name, list_text(uses[i].second));
  }
  if (exceptions > 0) text += fmt::format(", with {} named below", count_text(exceptions, "exception", "exceptions"));
  text += ".";
  if (!open.empty()) text += fmt::format(" No verdict for {}.", list_text(open));
  return text;
}

std::string reason_for_none(const workbench& bench) {
  const analysis& model = bench.model;
  if (!model.comparable) {
    return fmt::format("No verdict: the files differ in {}. They stand side by side.", list_text(bench.differences, 5));
  }
  if (model.runners.size() == 1) {
    return fmt::format("No verdict: only {} was measured, so there is nothing to compare it with.",
                       model.runners[0].name);
  }
  const bool any_number = std::any_of(model.cells.begin(), model.cells.end(),
                                      [](const cell_view& cell) { return cell.throughput_per_s.has_value(); });
  if (!any_number) return "No verdict: no cell has a number.";
  const auto few = std::ranges::count_if(model.cells, &cell_view::too_few);
  const bool any_has_enough = std::ranges::any_of(model.cells, [&](const cell_view& cell) {
    return cell.competes && cell.samples_good >= bench.options.rule.least_samples;
  });
  if (few > 0 && !any_has_enough) {
    return fmt::format("No verdict: {} fewer than {} samples, so nothing can be shown.",
                       few == 1 ? "a cell has" : fmt::format("{} cells have", few), bench.options.rule.least_samples);
  }
  if (model.verdict.kinds.empty()) {
    std::string text = model.map.empty()
                           ? "No verdict on a kind of work: this run has no batches, of which verdicts are made."
                           : "No verdict: none of the workloads is of a known kind (I/O-bound, CPU-bound or mixed).";
    std::vector<std::string> questions;
    for (const answer_view* answer : answers(model)) questions.push_back(fmt::format("“{}”", answer->question));
    if (!questions.empty()) text += fmt::format(" The run answers {}.", list_text(questions));
    return text;
  }
  return "No verdict for any kind of work. " + model.verdict.kinds.front().kind_label + ": " +
         model.verdict.kinds.front().evidence_text;
}

}  // namespace

void reach_verdict(workbench& bench) {
  analysis& model = bench.model;
  verdict_view& verdict = model.verdict;
  verdict.rule = rule_text(bench) + rule_for_values(model);
  for (const work_kind kind :
       {work_kind::io, work_kind::network, work_kind::timer, work_kind::file, work_kind::cpu, work_kind::mixed}) {
    kind_verdict found;
    found.kind = kind;
    found.kind_label = kind_label(kind);
    for (std::size_t i = 0; i < model.subjects.size(); ++i) {
      const subject& measured = model.subjects[i];
      if (measured.shape == work_shape::batch && measured.kind == kind && measured.stands_for_workload)
        found.subjects.push_back(i);
    }
    if (found.subjects.empty() || !model.comparable) continue;
    judge_kind(bench, found);
    verdict.available = verdict.available || found.decided;
    verdict.kinds.push_back(std::move(found));
  }
  verdict.provisional = std::any_of(model.checks.begin(), model.checks.end(),
                                    [](const validity_check& c) { return c.status == check_status::invalid; });
  const bool undecided = std::ranges::any_of(model.map, [](const map_row& row) {
    return std::ranges::any_of(row.decisions, [](const decision& entry) { return entry.samples_to_decide > 0; });
  });
  const bool too_few = std::ranges::any_of(model.cells, &cell_view::too_few);
  const bool incomplete = std::any_of(bench.results.runs.begin(), bench.results.runs.end(),
                                      [](const run_record& run) { return !run.complete; });
  if (model.comparable && (too_few || undecided || incomplete)) verdict.command = remeasure_command(bench);
  verdict.sentence = verdict.available ? machine_sentence(model) : reason_for_none(bench);
  if (!verdict.provisional) return;
  constexpr const char* mark = "Provisional: ";
  if (verdict.available) verdict.sentence.insert(0, mark);
  for (answer_view& answer : model.costs) {
    if (!answer.sentences.empty()) answer.sentences.front().insert(0, mark);
  }
  for (sweep_view& sweep : model.sweeps) {
    sweep.sentences.front().insert(0, mark);
    for (sweep_slice& slice : sweep.slices) {
      for (std::string& sentence : slice.sentences) sentence.insert(0, mark);
    }
  }
  for (answer_view& answer : model.granularities) {
    if (!answer.sentences.empty()) answer.sentences.front().insert(0, mark);
  }
}

}  // namespace interleave::reports
