// See the header.
#include "tracking/calibration/repeated_runs.hpp"

#include "reports/answer/analysis.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::calibration {
namespace {

using reports::analysis;
using reports::decision;
using reports::outcome_kind;

// Slower than this share of the best is a wrong recommendation.
constexpr double near_enough = 0.9;

std::string place_of(const analysis& model, const decision& entry) {
  return fmt::format("{} at {}", model.subjects[entry.subject].label, reports::in_flight_text(entry.in_flight));
}

// Throughputs by runner's name of one entry, from the samples of all runs.
std::map<std::string, double> truth_of(const analysis& pooled, const std::string& label, std::int64_t in_flight) {
  std::map<std::string, double> found;
  for (const reports::cell_view& cell : pooled.cells) {
    const bool is_here = cell.in_flight == in_flight || cell.runner == pooled.reference;
    if (!is_here || !cell.competes || pooled.subjects[cell.subject].label != label) continue;
    found[pooled.runners[cell.runner].name] = cell.throughput_per_s->median;
  }
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
    for (const auto& [place, names] : winners_)
      if (names.size() > 1) found_.disputed.push_back(fmt::format("{}: {}", place, fmt::join(names, ", ")));
    return found_;
  }

 private:
  void add(const analysis& model, const decision& entry, run_agreement& run) {
    ++run.comparisons;
    if (!entry.runner) {
      ++run.undecided;
      return;
    }
    ++found_.recommendations;
    const std::string place = place_of(model, entry);
    const std::string& name = model.runners[*entry.runner].name;
    if (entry.outcome == outcome_kind::win) winners_[place].insert(name);
    const auto truth = truth_of(pooled_, model.subjects[entry.subject].label, entry.in_flight);
    double best = 0;
    for (const auto& [runner, rate] : truth) best = std::max(best, rate);
    const auto mine = truth.find(name);
    const double share = mine == truth.end() ? 0 : mine->second / best;
    if (share < near_enough)
      found_.far_off.push_back(fmt::format("run {}: {} for {} has {} of the best", found_.runs.size(), name, place,
                                           reports::percent_text(share)));
  }

  const analysis& pooled_;
  agreement found_ = {};
  std::map<std::string, std::set<std::string>> winners_ = {};
};

}  // namespace

agreement agreement_of(const std::vector<reports::run_results>& runs) {
  if (runs.size() < 2) throw std::invalid_argument("one run agrees with itself; give two or more");
  reports::run_results all;
  for (const reports::run_results& each : runs) all.runs.insert(all.runs.end(), each.runs.begin(), each.runs.end());
  const analysis pooled = reports::analyse(all);
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
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const run_agreement& run = found.runs[i];
    fmt::print("{}: {} of {} comparisons undecided\n", paths[i], run.undecided, run.comparisons);
    each.push_back({{"path", paths[i]}, {"comparisons", run.comparisons}, {"undecided", run.undecided}});
  }
  fmt::print("{} recommendations, {} more than 10 % slower than the best of all runs' samples\n", found.recommendations,
             found.far_off.size());
  for (const std::string& text : found.far_off) fmt::print("  {}\n", text);
  fmt::print("{} entries with different winners\n", found.disputed.size());
  for (const std::string& text : found.disputed) fmt::print("  {}\n", text);
  return {{"runs", std::move(each)},
          {"recommendations", found.recommendations},
          {"far_off", found.far_off},
          {"disputed", found.disputed}};
}

}  // namespace interleave::calibration
