// See the header.
#include "tracking/calibration/repeated_runs.hpp"

#include "benchmarks/driver/standard_streams.hpp"
#include "reports/answer/analysis.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::calibration {
namespace {

using reports::analysis;
using reports::decision;
using reports::outcome_kind;

// Slower than this share of the best is a wrong recommendation.
constexpr double near_enough = 0.9;

// What tells entries apart, whatever else the run has measured: a label depends on that.
// Workload, parameters, placement, in_flight.
using entry_key = std::tuple<std::string, reports::parameter_map, std::string, std::int64_t>;

entry_key key_of(const reports::subject& measured, std::int64_t in_flight) {
  return {measured.workload, reports::without_placement(measured.parameters),
          std::string(reports::placement_at(measured, in_flight)), in_flight};
}

using cells_by_runner = std::map<std::string, const reports::cell_view*>;

// What all runs together say of an entry.
struct truth {
  std::string place;  // "io_echo at 8 in flight"
  double best = 0;    // per second, of the runners that have only good samples
  cells_by_runner cells = {};
};

// Of the reference, which has one task in flight at every level, its only cell.
cells_by_runner cells_at(const analysis& pooled, std::size_t subject, std::int64_t in_flight) {
  cells_by_runner found;
  for (const reports::cell_view& cell : pooled.cells) {
    if (cell.subject != subject) continue;
    const std::string& name = pooled.runners[cell.runner].name;
    if (cell.in_flight == in_flight)
      found.insert_or_assign(name, &cell);
    else if (cell.in_flight == 1 && cell.runner == pooled.reference)
      found.try_emplace(name, &cell);
  }
  return found;
}

// Where some cell was measured placed as well as free, the runs together have two entries for one of a single run, and
// a runner's only cell may be in the other one.
truth truth_of(const analysis& pooled, const reports::subject& measured, std::int64_t in_flight) {
  const entry_key wanted = key_of(measured, in_flight);
  std::vector<std::size_t> subjects;
  for (std::size_t i = 0; i < pooled.subjects.size(); ++i) {
    const reports::subject& each = pooled.subjects[i];
    const bool is_same_work = each.workload == measured.workload && each.on_one_cpu == measured.on_one_cpu &&
                              reports::without_placement(each.parameters) == std::get<1>(wanted);
    if (!is_same_work) continue;
    const bool is_measured = std::ranges::any_of(
        pooled.cells, [&](const reports::cell_view& cell) { return cell.subject == i && cell.in_flight == in_flight; });
    const bool is_it = is_measured && key_of(each, in_flight) == wanted;
    subjects.insert(is_it ? subjects.begin() : subjects.end(), i);
  }
  if (subjects.empty()) throw std::logic_error(fmt::format("no run measured {}", measured.label));
  truth found{fmt::format("{} at {}", pooled.subjects[subjects.front()].label, reports::in_flight_text(in_flight))};
  for (const std::size_t subject : subjects) found.cells.merge(cells_at(pooled, subject, in_flight));
  for (const auto& [runner, cell] : found.cells)
    if (cell->subject == subjects.front() && cell->competes)
      found.best = std::max(found.best, cell->throughput_per_s->median);
  return found;
}

class comparison {
 public:
  explicit comparison(const analysis& pooled) : pooled_(pooled) {}

  void add(const analysis& model) {
    run_agreement& run = found_.runs.emplace_back();
    for (const reports::map_row& row : model.map)
      for (const decision& entry : row.decisions)
        if (entry.competitors > 1) add(model, entry, run);
  }

  agreement result() {
    for (const auto& [key, each] : winners_)
      if (each.names.size() > 1)
        found_.disputed.push_back(fmt::format("{}: {}", each.place, fmt::join(each.names, ", ")));
    return found_;
  }

 private:
  struct winners {
    std::string place;
    std::set<std::string> names;
  };

  void add(const analysis& model, const decision& entry, run_agreement& run) {
    ++run.comparisons;
    if (!entry.runner) {
      ++run.undecided;
      return;
    }
    ++found_.recommendations;
    const reports::subject& measured = model.subjects[entry.subject];
    const std::string& name = model.runners[*entry.runner].name;
    const truth all = truth_of(pooled_, measured, entry.in_flight);
    if (entry.outcome == outcome_kind::win) {
      winners& here = winners_[key_of(measured, entry.in_flight)];
      here.place = all.place;
      here.names.insert(name);
    }
    const auto mine = all.cells.find(name);
    if (mine == all.cells.end()) throw std::logic_error(fmt::format("no run measured {} for {}", name, all.place));
    const std::string who = fmt::format("run {}: {} for {}", found_.runs.size(), name, all.place);
    if (!mine->second->throughput_per_s) {
      found_.far_off.push_back(fmt::format("{} has no number over all runs: {}", who, mine->second->note));
      return;
    }
    const double share = mine->second->throughput_per_s->median / all.best;
    if (share < near_enough)
      found_.far_off.push_back(fmt::format("{} has {} of the best", who, reports::percent_text(share)));
  }

  const analysis& pooled_;
  agreement found_ = {};
  std::map<entry_key, winners> winners_ = {};
};

}  // namespace

agreement agreement_of(const std::vector<reports::run_results>& runs) {
  if (runs.size() < 2) throw std::invalid_argument("one run agrees with itself; give two or more");
  const analysis pooled = reports::analyse(reports::joined(runs));
  if (!pooled.comparable) {
    const auto check = std::ranges::find(pooled.checks, "environments", &reports::validity_check::id);
    throw std::invalid_argument(check == pooled.checks.end() ? "these runs cannot be pooled" : check->finding);
  }
  comparison found(pooled);
  for (const reports::run_results& each : runs) found.add(reports::analyse(each));
  return found.result();
}

nlohmann::ordered_json agreement_figures(const std::vector<std::string>& paths) {
  std::vector<reports::run_results> runs;
  for (const std::string& path : paths) runs.push_back(reports::read(std::vector<std::filesystem::path>{path}));
  const agreement found = agreement_of(runs);
  nlohmann::ordered_json each = nlohmann::ordered_json::array();
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const run_agreement& run = found.runs[i];
    lines.push_back(fmt::format("{}: {} of {} comparisons undecided", paths[i], run.undecided, run.comparisons));
    each.push_back({{"path", paths[i]}, {"comparisons", run.comparisons}, {"undecided", run.undecided}});
  }
  lines.push_back(fmt::format("{} recommendations, {} more than 10 % slower than the best of all runs' samples",
                              found.recommendations, found.far_off.size()));
  for (const std::string& text : found.far_off) lines.push_back("  " + text);
  lines.push_back(fmt::format("{} entries with different winners", found.disputed.size()));
  for (const std::string& text : found.disputed) lines.push_back("  " + text);
  for (const std::string& line : lines) driver::print_whole(reports::printable(line) + "\n");
  return {{"runs", std::move(each)},
          {"recommendations", found.recommendations},
          {"far_off", found.far_off},
          {"disputed", found.disputed}};
}

}  // namespace interleave::calibration
