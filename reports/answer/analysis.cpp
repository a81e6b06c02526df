// Runs the steps of the analysis in order. Each step has its own file: measured, cells, matrix, decisions, costs,
// granularity, sweeps, validity, verdict, environment.
#include "reports/answer/analysis.hpp"

#include "reports/answer/analysis_parts.hpp"

#include <algorithm>

namespace interleave::reports {

std::string kind_label(work_kind kind) {
  switch (kind) {
    case work_kind::floor:
      return "floor";
    case work_kind::cpu:
      return "CPU-bound";
    case work_kind::io:
      return "I/O-bound";
    case work_kind::network:
      return "network";
    case work_kind::timer:
      return "timer";
    case work_kind::file:
      return "file";
    case work_kind::mixed:
      return "mixed";
    case work_kind::probe:
      return "probe";
    case work_kind::unknown:
      break;
  }
  return "unknown kind";
}

std::string family_label(runner_family family) {
  switch (family) {
    case runner_family::sequential:
      return "sequential";
    case runner_family::threads:
      return "threads";
    case runner_family::processes:
      return "processes";
    case runner_family::event_loop:
      return "event loop";
    case runner_family::hybrid:
      return "hybrid";
    case runner_family::unknown:
      break;
  }
  return "unknown family";
}

std::optional<double> latency_at(const cell_view& cell, double quantile) {
  const auto point = std::ranges::find(cell.latency, quantile, &latency_point::quantile);
  return point == cell.latency.end() ? std::nullopt : std::optional(point->ns);
}

std::vector<const answer_view*> answers(const analysis& model) {
  std::vector<const answer_view*> all;
  for (const sweep_view& view : model.sweeps) all.push_back(&view);
  for (const cost_view& view : model.costs) all.push_back(&view);
  for (const granularity_view& view : model.granularities) all.push_back(&view);
  return all;
}

analysis analyse(const run_results& results, const analysis_options& options) {
  analysis model;
  workbench bench{results, options, model};
  list_what_was_measured(bench);
  measure_cells(bench);
  fill_matrix(bench);
  decide_map(bench);
  find_widest_entry(bench);
  compare_costs(bench);
  find_granularity(bench);
  find_sweeps(bench);
  check_validity(bench);
  reach_verdict(bench);
  describe_environment(bench);
  return model;
}

}  // namespace interleave::reports
