// Draws random series, and runs the real search for changes on them.
#include "tracking/calibration/trend_figures.hpp"

#include "benchmarks/driver/standard_streams.hpp"
#include "reports/statistics/change_points.hpp"
#include "tracking/calibration/shares.hpp"
#include "tracking/history/parallel.hpp"

#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <fmt/format.h>

namespace interleave::calibration {
namespace {

using json = nlohmann::ordered_json;

constexpr double outlier_mean = 0.2;
constexpr std::size_t near_enough = 2;  // values: noise may shift a detected step by this many

std::vector<double> series_of(const series_plan& plan, std::uint64_t seed, std::size_t number) {
  std::seed_seq both{seed, static_cast<std::uint64_t>(number)};
  std::mt19937_64 random(both);
  boost::random::normal_distribution<double> normal(0, plan.spread);
  boost::random::uniform_01<double> uniform;
  boost::random::exponential_distribution<double> exponential(1 / outlier_mean);
  std::vector<double> values(plan.values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    double logarithm = normal(random);
    if (uniform(random) < plan.outlier_share) logarithm += exponential(random);
    if (i + plan.after >= values.size()) logarithm += std::log1p(plan.step);
    values[i] = std::exp(logarithm);
  }
  return values;
}

bool is_of_the_step(const reports::change_point& change, const series_plan& plan) {
  const std::size_t place = plan.values - plan.after;
  return plan.step != 0 && change.index + near_enough >= place && change.index <= place + near_enough;
}

struct scenario {
  std::string title;
  series_plan plan;
};

std::vector<scenario> scenarios() {
  std::vector<scenario> all;
  for (const double outliers : {0.0, 0.05})
    all.push_back({fmt::format("no change, {:.0f} % outliers", 100 * outliers), {.outlier_share = outliers}});
  for (const double spread : {0.01, 0.03})
    for (const double outliers : {0.0, 0.05})
      all.push_back({fmt::format("+10 %, 5 values ago, s = {:.0f} %, {:.0f} % outliers", 100 * spread, 100 * outliers),
                     {.spread = spread, .outlier_share = outliers, .step = 0.1, .after = 5}});
  return all;
}

json to_json(const scenario& what, const series_tally& found) {
  const bool has_step = what.plan.step != 0;
  return {{"title", what.title},
          {"values", what.plan.values},
          {"spread", what.plan.spread},
          {"outlier_share", what.plan.outlier_share},
          {"outlier_mean", outlier_mean},
          {"step", what.plan.step},
          {"values_after_step", what.plan.after},
          {"falsely_marked", proportion(found.falsely_marked, found.series)},
          {"steps_found", proportion(found.steps_found, has_step ? found.series : 0)}};
}

}  // namespace

series_tally simulate_series(const series_plan& plan, std::size_t series, std::uint64_t seed) {
  std::atomic<std::size_t> falsely_marked = 0;
  std::atomic<std::size_t> steps_found = 0;
  tracking::for_each_index(series, [&](std::size_t number) {
    bool is_false = false;
    bool is_found = false;
    for (const reports::change_point& change : reports::find_changes(series_of(plan, seed, number)))
      (is_of_the_step(change, plan) ? is_found : is_false) = true;
    falsely_marked += is_false ? 1 : 0;
    steps_found += is_found ? 1 : 0;
  });
  return {series, falsely_marked, steps_found};
}

json trend_figures(std::size_t series, std::uint64_t seed) {
  driver::print_whole(fmt::format("{:<44} {:>8} {:>15} {:>9}\n", "", "series", "falsely marked", "found"));
  json rows = json::array();
  for (const scenario& each : scenarios()) {
    const std::size_t count = each.plan.step == 0 ? series : (series + 9) / 10;
    rows.push_back(to_json(each, simulate_series(each.plan, count, seed)));
    driver::print_whole(fmt::format("{:<44} {:>8} {:>15} {:>9}\n", each.title, count,
                                    percent(rows.back().at("falsely_marked")), percent(rows.back().at("steps_found"))));
  }
  return {{"seed", seed}, {"scenarios", rows}};
}

}  // namespace interleave::calibration
