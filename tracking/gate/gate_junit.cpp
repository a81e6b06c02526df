// See the header.
#include "tracking/gate/gate_junit.hpp"

#include "reports/statistics/statistics.hpp"
#include "reports/words/text.hpp"
#include "tracking/exports/junit.hpp"
#include "tracking/gate/gate_texts.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {

namespace {

// Real times per iteration of the pairs that count, i.e. those in rounds that were kept.
std::vector<double> candidate_seconds(const gate_record& record) {
  std::vector<std::vector<double>> by_cell(record.cells.size());
  for (const gate_pair& pair : record.pairs)
    if (is_kept(record.rounds[pair.round], record.rules)) by_cell[pair.cell].push_back(pair.candidate.real_ns * 1e-9);
  std::vector<double> medians;
  for (const auto& seconds : by_cell) medians.push_back(seconds.empty() ? 0 : reports::median(seconds));
  return medians;
}

std::string joined(std::string_view what, const std::string& effect) {
  return effect.empty() ? std::string(what) : fmt::format("{}: {}", what, effect);
}

void say_outcome(const gate_record& record, const cell_verdict& cell, junit_case& into) {
  const std::string effect = effect_sentence(cell);
  const std::string margin = reports::percent_text(std::min(record.rules.warn_margin, record.rules.margin));
  switch (cell.outcome) {
    case gate_outcome::pass:
      break;
    case gate_outcome::warn:
      into.output = fmt::format("Warning, likely slower by more than {}: {}", margin, effect);
      break;
    case gate_outcome::regression:
      into.outcome = junit_outcome::failed;
      into.message = joined("slower", effect);
      break;
    case gate_outcome::error:
      into.outcome = junit_outcome::error;
      into.message = cell.reason;
      break;
    case gate_outcome::inconclusive:
      into.outcome = junit_outcome::skipped;
      into.message = joined("inconclusive, " + cell.reason, effect);
      break;
    case gate_outcome::not_measured:
      into.outcome = junit_outcome::skipped;
      into.message = "not measured, " + cell.reason;
      break;
  }
}

}  // namespace

std::string gate_junit(const gate_record& record, const gate_verdict& verdict) {
  junit_suite suite{.name = "performance gate",
                    .timestamp = record.runners.front().started,
                    .host = record.runners.front().host,
                    .properties = {{"verdict", std::string(name_of(verdict.outcome))}},
                    .cases = {},
                    .output = {headline(record, verdict)}};
  std::ranges::copy(remarks(record, verdict), std::back_inserter(suite.output));
  for (const gate_runner& runner : record.runners)
    suite.properties.emplace_back("runner", fmt::format("{} ({})", runner.id, runner.cpu_model));
  const std::vector<double> seconds = candidate_seconds(record);
  for (std::size_t i = 0; i < verdict.cells.size(); ++i) {
    const cell_verdict& cell = verdict.cells[i];
    if (cell.is_control) continue;
    junit_case& of = suite.cases.emplace_back();
    of.class_name = junit_class_of(cell.name);
    of.name = cell.name;
    of.seconds = seconds[i];
    say_outcome(record, cell, of);
  }
  return junit_document(suite);
}

}  // namespace interleave::tracking
