// Which of several runners that are equal in speed is recommended: the one that costs the least.
#include "reports/answer/analysis_parts.hpp"
#include "reports/answer/cell_samples.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace interleave::reports {

namespace {

struct cost {
  cost_kind kind;
  std::string_view metric;
};

// In order of importance.
constexpr std::array costs = {cost{cost_kind::cpu, "cpu_ns_per_task"}, cost{cost_kind::memory, "memory_peak_bytes"},
                              cost{cost_kind::tail_latency, "latency_ns_p99"}};

// Logarithms of 1 / cost, so that the cheapest is the largest. Empty unless every good sample has the figure.
std::vector<double> thrift_of(const workbench& bench, std::size_t cell, std::string_view metric) {
  const cell_samples samples(bench.good_samples[cell]);
  std::vector<double> values = samples.values(metric);
  if (values.size() != samples.good().size() || std::ranges::any_of(values, [](double value) { return !(value > 0); }))
    return {};
  for (double& value : values) value = 1 / value;
  return logarithms(values);
}

}  // namespace

void recommend_cheapest(const workbench& bench, const runner_comparison& asked, decision& found) {
  std::vector<std::size_t> kept = found.equal;
  // A cost decides as speed does, and only beyond what counts as equal there.
  standing_rule rule = bench.rule;
  rule.win = rule.equal;
  // By runner, of the first cost that left someone out.
  std::map<std::size_t, std::vector<double>> deciding;
  std::vector<std::size_t> left_out;
  for (const auto& [kind, metric] : costs) {
    if (kept.size() == 1) break;
    std::map<std::size_t, std::vector<double>> thrift;
    for (const std::size_t runner : kept) {
      const std::size_t cell = *bench.cell_at(asked.subject, runner, asked.in_flight);
      // The reference has one task in flight at every level: its latency there is that of another question.
      const bool is_here = bench.model.cells[cell].in_flight == asked.in_flight;
      if (kind != cost_kind::tail_latency || is_here) thrift[runner] = thrift_of(bench, cell, metric);
    }
    if (thrift.size() < kept.size()) continue;
    if (std::ranges::any_of(thrift, [](const auto& each) { return each.second.empty(); })) continue;
    std::vector<std::span<const double>> figures;
    for (const std::size_t runner : kept) figures.emplace_back(thrift.at(runner));
    const standings ranked = rank_groups(figures, rule);
    std::vector<std::size_t> cheap;
    std::vector<std::size_t> dear;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const position at = ranked.groups[i].at;
      (at == position::behind || at == position::far_behind ? dear : cheap).push_back(kept[i]);
    }
    if (!dear.empty() && left_out.empty()) {
      found.reason.kind = kind;
      deciding = std::move(thrift);
      left_out = std::move(dear);
    }
    kept = std::move(cheap);
  }
  found.runner = kept.front();
  found.reason.not_dearer.assign(kept.begin() + 1, kept.end());
  for (const std::size_t runner : left_out) {
    const estimate ratio = ratio_between({deciding.at(*found.runner), deciding.at(runner)});
    if (found.reason.ratio && found.reason.ratio->median <= ratio.median) continue;
    found.reason.next = runner;
    found.reason.ratio = ratio;
  }
}

}  // namespace interleave::reports
