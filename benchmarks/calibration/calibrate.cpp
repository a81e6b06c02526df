// interleave-calibrate: the gate's own error rates, by simulation. Prints a table and writes JSON; takes minutes. The
// real machine's part is scripts/calibrate.
#include "benchmarks/calibration/simulation.hpp"
#include "benchmarks/driver/files.hpp"
#include "reports/tracking/proportion.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace interleave::calibration {
namespace {

using json = nlohmann::ordered_json;

struct scenario {
  std::string name;
  std::string title;
  suite_plan plan;
};

struct options {
  std::size_t suites = 10'000;
  std::size_t power_suites = 2'000;
  std::uint64_t seed = 1;
  std::string json_path;
  std::vector<std::size_t> bound;  // failures and runs
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

json proportion(std::size_t successes, std::size_t trials) {
  if (trials == 0) return nullptr;
  const auto interval = tracking::clopper_pearson(successes, trials);
  return {{"count", successes},
          {"of", trials},
          {"share", static_cast<double>(successes) / static_cast<double>(trials)},
          {"low", interval.low},
          {"high", interval.high}};
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

std::string percent(const json& share) {
  return share.is_null() ? "-" : fmt::format("{:.2f} %", 100 * share.at("share").get<double>());
}

void print_row(const json& row) {
  fmt::print("{:<34} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", row.at("title").get<std::string>(),
             row.at("suites_failed").at("of").get<std::size_t>(), percent(row.at("suites_failed")),
             percent(row.at("suites_warned")), percent(row.at("suites_inconclusive")), percent(row.at("slowed_found")),
             percent(row.at("slowed_warned")), percent(row.at("slowed_passed")), percent(row.at("intervals_cover")));
  std::fflush(stdout);
}

int print_bound(std::size_t failures, std::size_t runs) {
  if (runs == 0 || failures > runs) throw std::invalid_argument("--bound: K must be at most N, and N at least 1");
  fmt::print("{}\n", tracking::upper_bound(failures, runs));
  return 0;
}

void run(const options& chosen) {
  fmt::print("{:<34} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "", "suites", "FAIL", "WARN", "INCONCL.",
             "found", "warned", "missed", "covered");
  json rows = json::array();
  const auto simulate_all = [&](const std::vector<scenario>& scenarios, std::size_t suites) {
    for (const scenario& each : scenarios) {
      rows.push_back(to_json(each, simulate(each.plan, suites, chosen.seed)));
      print_row(rows.back());
    }
  };
  simulate_all(clean_scenarios(), chosen.suites);
  simulate_all(slowed_scenarios(), chosen.power_suites);
  if (chosen.json_path.empty()) return;
  driver::write_file_durably(chosen.json_path, json{{"seed", chosen.seed}, {"scenarios", rows}}.dump(2) + "\n");
}

}  // namespace
}  // namespace interleave::calibration

int main(int argument_count, char** arguments) {
  interleave::calibration::options chosen;
  CLI::App app("How often the gate fails a clean run, and what it finds, by simulation", "interleave-calibrate");
  app.footer(
      "Example:\n  interleave-calibrate --json calibration.json\n\n"
      "FAIL, WARN, INCONCL.: of suites. found, warned, missed: of slowed cells. covered: of 95 % intervals.");
  app.add_option("--suites", chosen.suites, "In which nothing changed, each way")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--power-suites", chosen.power_suites, "With slowed cells, each way")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--seed", chosen.seed, "Of all random numbers")->capture_default_str();
  app.add_option("--json", chosen.json_path, "Writes the figures there")->type_name("FILE");
  app.add_option("--bound", chosen.bound,
                 "Simulates nothing: prints the 95 % upper bound (Clopper-Pearson) of a share, K of N runs")
      ->type_name("K N")
      ->expected(2);
  CLI11_PARSE(app, argument_count, arguments);
  try {
    if (!chosen.bound.empty()) return interleave::calibration::print_bound(chosen.bound[0], chosen.bound[1]);
    interleave::calibration::run(chosen);
  } catch (const std::exception& error) {
    fmt::print(stderr, "interleave-calibrate: {}\n", error.what());
    return 2;
  }
  return 0;
}
