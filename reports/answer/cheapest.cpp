// Which of several runners that are equal in speed is recommended: the one that costs the least.
#include "reports/answer/analysis_parts.hpp"
#include "reports/answer/cell_samples.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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
  for (const auto& [kind, metric] : costs) {
    if (kept.size() == 1) break;
    std::vector<std::vector<double>> thrift;
    for (const std::size_t runner : kept)
      thrift.push_back(thrift_of(bench, *bench.cell_at(asked.subject, runner, asked.in_flight), metric));
    if (std::ranges::any_of(thrift, [](const auto& values) { return values.empty(); })) continue;
    const std::vector<std::span<const double>> figures(thrift.begin(), thrift.end());
    const standings ranked = rank_groups(figures, rule);
    std::vector<std::size_t> cheap;
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const group_standing& mine = ranked.groups[i];
      if (mine.at != position::behind && mine.at != position::far_behind) {
        cheap.push_back(kept[i]);
      } else if (!next || mine.lead.median < ranked.groups[*next].lead.median) {
        next = i;
      }
    }
    if (next && found.reason.kind == cost_kind::simplicity)
      found.reason = {kind, kept[*next], ranked.groups[*next].lead};
    kept = std::move(cheap);
  }
  found.runner = kept.front();
}

}  // namespace interleave::reports
