// Draws samples, and lets the run's rules decide where to take more and the report's rules judge them.
#include "tracking/calibration/verdict_figures.hpp"

#include "benchmarks/driver/allocation.hpp"
#include "benchmarks/driver/standard_streams.hpp"
#include "reports/statistics/standing.hpp"
#include "tracking/calibration/shares.hpp"
#include "tracking/history/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <random>
#include <span>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <fmt/format.h>

namespace interleave::calibration {
namespace {

using json = nlohmann::ordered_json;

constexpr double outlier_mean = 0.2;
constexpr double drawn_mean = 1.0 / 3;
constexpr int first_samples = 3;

class simulated_map {
 public:
  simulated_map(const map_plan& plan, std::uint64_t seed, std::size_t number) : plan_(plan) {
    std::seed_seq both{seed, static_cast<std::uint64_t>(number)};
    random_.seed(both);
    rule_.error = plan.error / static_cast<double>(plan.entries * driver::default_looks.size());
    truth_.resize(plan.entries);
    for (std::vector<double>& entry : truth_) draw_truth(entry);
    samples_.resize(plan.entries * plan.runners);
  }

  void run() {
    driver::sampling_state now;
    now.targets.assign(samples_.size(), first_samples);
    now.seconds_each.assign(samples_.size(), 1);
    take(now);
    for (const int look : driver::default_looks) {
      // A sample counts as a second.
      now.seconds_left = plan_.samples_per_cell * static_cast<double>(samples_.size()) -
                         std::accumulate(now.targets.begin(), now.targets.end(), 0.0);
      const std::vector<int> raised = driver::raised_targets(now, open_questions(), look);
      if (raised == now.targets) break;
      now.targets = raised;
      take(now);
    }
  }

  void count(map_tally& tally) const {
    bool false_win = false;
    bool false_equal = false;
    for (std::size_t entry = 0; entry < plan_.entries; ++entry) {
      const reports::standings found = judged(entry);
      const std::vector<double>& truth = truth_[entry];  // logarithms of throughput, the fastest at 0
      switch (found.outcome) {
        case reports::standing::win:
          ++tally.wins;
          false_win = false_win || !leads_by(truth, found.leader, std::log(rule_.win));
          break;
        case reports::standing::equal:
          ++tally.equalities;
          for (std::size_t runner = 0; runner < truth.size(); ++runner) {
            if (found.groups[runner].at != reports::position::equal) continue;
            ++tally.called_equal;
            false_equal = false_equal || -truth[runner] > std::log(rule_.equal);
          }
          break;
        case reports::standing::undecided:
          ++tally.undecided;
          break;
      }
    }
    ++tally.maps;
    tally.with_false_win += false_win ? 1 : 0;
    tally.with_false_equal += false_equal ? 1 : 0;
    for (const std::vector<double>& cell : samples_) tally.samples += static_cast<double>(cell.size());
  }

 private:
  void draw_truth(std::vector<double>& entry) {
    boost::random::exponential_distribution<double> slowness(1 / drawn_mean);
    for (std::size_t runner = 0; runner < plan_.runners; ++runner) {
      if (plan_.slowness.empty()) {
        entry.push_back(runner == 0 ? 0 : -slowness(random_));
      } else {
        entry.push_back(-std::log(plan_.slowness[runner]));
      }
    }
    std::shuffle(entry.begin(), entry.end(), random_);  // the order of simplicity has nothing to do with speed
  }

  void take(const driver::sampling_state& now) {
    boost::random::normal_distribution<double> normal(0, plan_.noise);
    boost::random::uniform_01<double> uniform;
    boost::random::exponential_distribution<double> exponential(1 / outlier_mean);
    for (std::size_t cell = 0; cell < samples_.size(); ++cell) {
      while (samples_[cell].size() < static_cast<std::size_t>(now.targets[cell])) {
        double logarithm = truth_[cell / plan_.runners][cell % plan_.runners] + normal(random_);
        if (uniform(random_) < plan_.outlier_share) logarithm -= exponential(random_);
        samples_[cell].push_back(logarithm);
      }
    }
  }

  [[nodiscard]] reports::standings judged(std::size_t entry) const {
    std::vector<std::span<const double>> groups;
    for (std::size_t runner = 0; runner < plan_.runners; ++runner)
      groups.emplace_back(samples_[entry * plan_.runners + runner]);
    return reports::rank_groups(groups, rule_);
  }

  [[nodiscard]] std::vector<driver::open_question> open_questions() const {
    std::vector<driver::open_question> open;
    for (std::size_t entry = 0; entry < plan_.entries; ++entry) {
      const reports::standings found = judged(entry);
      if (found.outcome != reports::standing::undecided) continue;
      driver::open_question& question = open.emplace_back(driver::open_question{{}, found.samples_to_decide});
      for (std::size_t runner = 0; runner < plan_.runners; ++runner) {
        const reports::position at = found.groups[runner].at;
        if (at != reports::position::behind && at != reports::position::far_behind)
          question.cells.push_back(entry * plan_.runners + runner);
      }
    }
    return open;
  }

  static bool leads_by(const std::vector<double>& truth, std::size_t leader, double distance) {
    for (std::size_t runner = 0; runner < truth.size(); ++runner) {
      if (runner != leader && truth[leader] - truth[runner] < distance) return false;
    }
    return true;
  }

  const map_plan& plan_;
  reports::standing_rule rule_;
  std::mt19937_64 random_;
  std::vector<std::vector<double>> truth_;    // by entry and runner
  std::vector<std::vector<double>> samples_;  // by cell: logarithms
};

struct scenario {
  const char* title;
  std::vector<double> slowness;
};

std::vector<scenario> scenarios() {
  return {{"all six equal", {1, 1, 1, 1, 1, 1}},
          {"one leads by 2.9 %", {1, 1.029, 1.029, 1.029, 1.029, 1.029}},
          {"one leads by 2.9 %, four are far behind", {1, 1.029, 2, 2, 2, 2}},
          {"five are 10.1 % slower", {1, 1.101, 1.101, 1.101, 1.101, 1.101}},
          {"four are 10.1 % slower than two", {1, 1, 1.101, 1.101, 1.101, 1.101}},
          {"one leads by 6 %", {1, 1.06, 1.06, 1.06, 1.06, 1.06}},
          {"one leads by 20 %", {1, 1.2, 1.2, 1.2, 1.2, 1.2}},
          {"drawn", {}}};
}

json to_json(const scenario& what, const map_plan& plan, const map_tally& found) {
  const std::size_t entries = found.wins + found.equalities + found.undecided;
  return {{"title", what.title},
          {"entries", plan.entries},
          {"runners", plan.runners},
          {"noise", plan.noise},
          {"outlier_share", plan.outlier_share},
          {"outlier_mean", outlier_mean},
          {"samples_per_cell", found.samples / static_cast<double>(found.maps * plan.entries * plan.runners)},
          {"maps_with_false_win", proportion(found.with_false_win, found.maps)},
          {"maps_with_false_equality", proportion(found.with_false_equal, found.maps)},
          {"wins", proportion(found.wins, entries)},
          {"equalities", proportion(found.equalities, entries)},
          {"undecided", proportion(found.undecided, entries)},
          {"called_equal", proportion(found.called_equal, found.equalities * plan.runners)}};
}

}  // namespace

map_tally simulate_maps(const map_plan& plan, std::size_t maps, std::uint64_t seed) {
  map_tally all;
  std::mutex adding;
  tracking::for_each_index(maps, [&](std::size_t number) {
    simulated_map map(plan, seed, number);
    map.run();
    map_tally one;
    map.count(one);
    const std::lock_guard lock(adding);
    all.maps += one.maps;
    all.with_false_win += one.with_false_win;
    all.with_false_equal += one.with_false_equal;
    all.wins += one.wins;
    all.equalities += one.equalities;
    all.undecided += one.undecided;
    all.called_equal += one.called_equal;
    all.samples += one.samples;
  });
  return all;
}

json verdict_figures(std::size_t maps, std::uint64_t seed) {
  driver::print_whole(fmt::format("{:<42} {:>6} {:>11} {:>12} {:>8} {:>8} {:>10} {:>13}\n", "", "noise", "false win",
                                  "false equal", "wins", "equal", "undecided", "samples/cell"));
  json rows = json::array();
  for (const auto& [noise, budget] : {std::pair{0.03, 9.0}, {0.03, 30.0}, {0.10, 9.0}, {0.10, 30.0}})
    for (const scenario& each : scenarios()) {
      map_plan plan;
      plan.noise = noise;
      plan.slowness = each.slowness;
      plan.samples_per_cell = budget;
      rows.push_back(to_json(each, plan, simulate_maps(plan, maps, seed)));
      const json& row = rows.back();
      driver::print_whole(fmt::format(
          "{:<42} {:>6} {:>11} {:>12} {:>8} {:>8} {:>10} {:>13.1f}\n", each.title, fmt::format("{:.0f} %", 100 * noise),
          percent(row.at("maps_with_false_win")), percent(row.at("maps_with_false_equality")), percent(row.at("wins")),
          percent(row.at("equalities")), percent(row.at("undecided")), row.at("samples_per_cell").get<double>()));
    }
  return {{"seed", seed}, {"maps", maps}, {"scenarios", rows}};
}

}  // namespace interleave::calibration
