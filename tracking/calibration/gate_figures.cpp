// The scenarios, their table, and their JSON.
#include "tracking/calibration/gate_figures.hpp"

#include "benchmarks/driver/standard_streams.hpp"
#include "tracking/calibration/shares.hpp"
#include "tracking/calibration/simulation.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace interleave::calibration {
namespace {

using json = nlohmann::ordered_json;

struct scenario {
  std::string name;
  std::string title;
  suite_plan plan;
};

std::vector<scenario> clean_scenarios() {
  std::vector<scenario> scenarios;
  const auto add = [&](const char* name, const char* title, const suite_plan& plan) {
    scenarios.push_back({name, title, plan});
  };
  add("clean", "nothing changed", {});
  suite_plan biased;
  biased.noise.build_bias = biased.noise.runner_bias = 0.01;
  add("clean_twice_the_bias", "nothing changed, biases of 1 %", biased);
  suite_plan wide_margin = biased;
  wide_margin.rules.margin = 0.05;
  add("clean_twice_the_bias_wide_margin", "the same with a margin of 5 %", wide_margin);
  suite_plan one_runner;
  one_runner.noise.runner_per_step = false;
  add("clean_one_runner", "nothing changed, one runner", one_runner);
  suite_plan no_margin = one_runner;
  no_margin.rules.margin = 1e-9;
  add("clean_one_runner_no_margin", "one runner, no margin", no_margin);
  return scenarios;
}

std::vector<scenario> slowed_scenarios() {
  std::vector<scenario> scenarios;
  for (const double spread : {0.01, 0.02, 0.03, 0.04}) {
    for (const double slowdown : {0.05, 0.10, 0.20}) {
      suite_plan plan;
      plan.noise.spread = spread;
      plan.slowed_cells = 1;
      plan.slowdown = slowdown;
      scenarios.push_back({fmt::format("slowed_{:.0f}_spread_{:.0f}", 100 * slowdown, 100 * spread),
                           fmt::format("one cell {:+.0f} %, s = {:.0f} %", 100 * slowdown, 100 * spread), plan});
    }
  }
  return scenarios;
}

json to_json(const scenario& what, const tally& found) {
  return {{"name", what.name},
          {"title", what.title},
          {"cells", what.plan.cells},
          {"slowed_cells", what.plan.slowed_cells},
          {"slowdown", what.plan.slowdown},
          {"spread", what.plan.noise.spread},
          {"outlier_share", what.plan.noise.outlier_share},
          {"outlier_mean", what.plan.noise.outlier_mean},
          {"build_bias", what.plan.noise.build_bias},
          {"runner_bias", what.plan.noise.runner_bias},
          {"runners", what.plan.noise.runner_per_step ? 3 : 1},
          {"margin", what.plan.rules.margin},
          {"suites_failed", proportion(found.suites_failed, found.suites)},
          {"suites_warned", proportion(found.suites_warned, found.suites)},
          {"suites_inconclusive", proportion(found.suites_inconclusive, found.suites)},
          {"suites_passed", proportion(found.suites_passed, found.suites)},
          {"slowed_found", proportion(found.slowed_found, found.slowed_cells)},
          {"slowed_warned", proportion(found.slowed_warned, found.slowed_cells)},
          {"slowed_passed", proportion(found.slowed_passed, found.slowed_cells)},
          {"intervals_cover", proportion(found.intervals_cover, found.intervals)}};
}

void print_row(const json& row) {
  driver::print_whole(fmt::format(
      "{:<34} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", row.at("title").get<std::string>(),
      row.at("suites_failed").at("of").get<std::size_t>(), percent(row.at("suites_failed")),
      percent(row.at("suites_warned")), percent(row.at("suites_inconclusive")), percent(row.at("slowed_found")),
      percent(row.at("slowed_warned")), percent(row.at("slowed_passed")), percent(row.at("intervals_cover"))));
}

}  // namespace

json gate_figures(std::size_t suites, std::size_t slowed_suites, std::uint64_t seed) {
  driver::print_whole(fmt::format("{:<34} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "", "suites", "FAIL",
                                  "WARN", "INCONCL.", "found", "warned", "missed", "covered"));
  json rows = json::array();
  const auto simulate_all = [&](const std::vector<scenario>& scenarios, std::size_t count) {
    for (const scenario& each : scenarios) {
      rows.push_back(to_json(each, simulate(each.plan, count, seed)));
      print_row(rows.back());
    }
  };
  simulate_all(clean_scenarios(), suites);
  simulate_all(slowed_scenarios(), slowed_suites);
  return {{"seed", seed}, {"scenarios", rows}};
}

}  // namespace interleave::calibration
