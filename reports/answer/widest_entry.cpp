// The entry of the map that tells the runners apart most: where a reader's exploring may well begin.
#include "reports/answer/analysis_parts.hpp"

#include <algorithm>

namespace interleave::reports {

namespace {

bool is_decided(const decision& entry) {
  return entry.runner.has_value() && entry.competitors > 1 && entry.outcome != outcome_kind::undecided;
}

// The best throughput over the worst among the runners measured at this very level; 1 where there is nothing to tell
// apart. The reference's only cell is not set against higher levels, which it would always lose in proportion to them.
double spread(const analysis& model, std::size_t subject, std::int64_t in_flight) {
  std::optional<double> least;
  double most = 0;
  for (const cell_view& cell : model.cells) {
    if (cell.subject != subject || cell.in_flight != in_flight || !cell.competes) continue;
    const double rate = cell.throughput_per_s->median;
    least = std::min(least.value_or(rate), rate);
    most = std::max(most, rate);
  }
  return least && *least > 0 ? most / *least : 1;
}

}  // namespace

void find_widest_entry(workbench& bench) {
  analysis& model = bench.model;
  // What is no work, the floor and probes, is looked at only where nothing else is decided.
  std::pair<bool, double> widest = {false, 0};
  for (std::size_t row = 0; row < model.map.size(); ++row) {
    const subject& measured = model.subjects[model.map[row].subject];
    const bool is_work = measured.kind != work_kind::floor && measured.kind != work_kind::probe;
    for (std::size_t level = 0; level < model.levels.size(); ++level) {
      if (!is_decided(model.map[row].decisions[level])) continue;
      const std::pair here{is_work, spread(model, model.map[row].subject, model.levels[level])};
      if (here <= widest) continue;
      widest = here;
      model.widest = map_place{row, level};
    }
  }
}

}  // namespace interleave::reports
