// What the runners of an entry of the map cost: those that its statement is about.
#include "reports/answer/analysis_parts.hpp"
#include "reports/results/metric.hpp"
#include "reports/words/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

constexpr std::size_t most_rows = 4;
constexpr std::size_t most_equal = 2;  // so that a rival that isn't equal is among the first three

std::string standing_text(const analysis& model, const decision& entry, std::size_t runner) {
  if (entry.outcome == outcome_kind::win && runner == entry.runner) return "wins";
  if (std::ranges::find(entry.equal, runner) != entry.equal.end())
    return runner == entry.runner ? "equal, recommended" : "equal";
  if (runner == entry.fastest) return "highest median";
  const auto other = std::ranges::find(entry.rivals, runner, &rival::runner);
  if (other == entry.rivals.end()) return "";
  switch (other->at) {
    case position::behind:
    case position::far_behind:
      return model.reference == runner ? "one at a time" : "slower";
    default:
      return "not decided";
  }
}

// The winner or the equal, the recommended one first, and the nearest rivals.
std::vector<std::size_t> runners_of(const decision& entry) {
  std::vector<std::size_t> runners;
  const auto add = [&](std::size_t runner) {
    if (runners.size() < most_rows && std::ranges::find(runners, runner) == runners.end()) runners.push_back(runner);
  };
  if (entry.runner) add(*entry.runner);
  if (entry.fastest) add(*entry.fastest);
  for (const std::size_t runner : entry.equal) {
    if (runners.size() < most_equal) add(runner);
  }
  for (const rival& other : entry.rivals) {
    if (std::ranges::find(entry.equal, other.runner) == entry.equal.end()) add(other.runner);
  }
  return runners;
}

}  // namespace

std::vector<entry_cost> costs_of(const workbench& bench, const decision& entry) {
  std::vector<entry_cost> rows;
  const analysis& model = bench.model;
  const auto cell_of = [&](std::size_t runner) { return bench.cell_at(entry.subject, runner, entry.in_flight); };
  if (!entry.fastest) return rows;
  const double best = model.cells[*cell_of(*entry.fastest)].throughput_per_s->median;
  for (const std::size_t runner : runners_of(entry)) {
    const std::optional<std::size_t> index = cell_of(runner);
    if (!index || !model.cells[*index].throughput_per_s) continue;
    const cell_view& cell = model.cells[*index];
    entry_cost& row = rows.emplace_back();
    row.runner = runner;
    row.cell = *index;
    row.standing = standing_text(model, entry, runner);
    row.share_of_best = cell.throughput_per_s->median / best;
  }
  return rows;
}

text_table cost_table(const analysis& model, const std::string& title, const std::vector<entry_cost>& rows) {
  text_table table;
  table.head = {"where",  "runner", "tasks", "of the best", "CPU/task",
                "memory", "p50",    "p99",   "cores busy",  "standing"};
  const auto latency = [](const cell_view& cell, double quantile) {
    const auto ns = latency_at(cell, quantile);
    return ns ? duration_text(*ns) : std::string("–");
  };
  for (const entry_cost& row : rows) {
    const cell_view& cell = model.cells[row.cell];
    table.rows.push_back({title, model.runners[row.runner].name, rate_text(cell.throughput_per_s->median),
                          percent_text(row.share_of_best),
                          cell.cpu_ns_per_task ? duration_text(cell.cpu_ns_per_task->median) : "–",
                          cell.memory_peak_bytes ? bytes_text(cell.memory_peak_bytes->median) : "–", latency(cell, 0.5),
                          latency(cell, 0.99), cell.cores_busy ? number_text(*cell.cores_busy) : "–", row.standing});
  }
  return table;
}

std::optional<double> full_from(const workbench& bench, std::size_t subject, std::size_t runner) {
  const auto rate_at = [&](std::int64_t in_flight) -> double {
    const auto cell = bench.cell_at(subject, runner, in_flight);
    const bool measured = cell && bench.model.cells[*cell].in_flight == in_flight && bench.model.cells[*cell].competes;
    return measured ? bench.model.cells[*cell].throughput_per_s->median : 0;
  };
  const double alone = rate_at(1);
  if (alone <= 0) return std::nullopt;
  double highest = 0;
  std::int64_t last = 1;
  for (const std::int64_t level : bench.model.levels) {
    if (rate_at(level) <= 0) continue;
    highest = std::max(highest, rate_at(level));
    last = level;
  }
  const double knee = highest / alone;
  // Seen to be full: one level beyond twice that, at least, made nothing faster.
  return knee > 1.5 && static_cast<double>(last) >= 2 * knee ? std::optional(knee) : std::nullopt;
}

}  // namespace interleave::reports
