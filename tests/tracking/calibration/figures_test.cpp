// What interleave-calibrate counts: that it can tell a series that changed from one that didn't, and a store that has
// runs from one that has none. The figures themselves are its own.
#include "tracking/calibration/shares.hpp"
#include "tracking/calibration/store_figures.hpp"
#include "tracking/calibration/trend_figures.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace interleave::calibration {
namespace {

TEST(exhaustive_simulated_series, are_their_seeds) {
  const series_plan plan{.step = 0.1, .after = 4};
  const series_tally one = simulate_series(plan, 100, 3);
  EXPECT_EQ(one.steps_found, simulate_series(plan, 100, 3).steps_found);
  EXPECT_NE(one.steps_found, simulate_series(plan, 100, 4).steps_found);
  EXPECT_EQ(one.series, 100U);
}

TEST(exhaustive_simulated_series, are_marked_where_a_step_is_and_nowhere_else) {
  const series_tally clear = simulate_series({.spread = 0.01, .step = 0.3, .after = 20}, 50, 1);
  EXPECT_EQ(clear.steps_found, 50U);
  EXPECT_EQ(clear.falsely_marked, 0U);
  const series_tally none = simulate_series({.outlier_share = 0.05}, 200, 1);
  EXPECT_EQ(none.steps_found, 0U);
  EXPECT_EQ(none.falsely_marked, 0U);
}

// The shortest segment has three values, so two after a step cannot stand alone; five are plenty for a clear one.
TEST(exhaustive_simulated_series, show_a_step_once_enough_values_follow) {
  const auto found = [](std::size_t after) {
    return simulate_series({.spread = 0.01, .step = 0.3, .after = after}, 50, 1).steps_found;
  };
  EXPECT_LT(found(2), 5U);
  EXPECT_EQ(found(5), 50U);
}

TEST(a_share, comes_with_its_exact_interval) {
  EXPECT_TRUE(proportion(0, 0).is_null());
  EXPECT_EQ(percent(proportion(0, 0)), "-");
  const auto none = proportion(0, 100);
  EXPECT_EQ(percent(none), "0.00 %");
  EXPECT_NEAR(none.at("high").get<double>(), 0.0362167, 1e-7);  // 1 - 0.025^(1/100)
}

TEST(a_made_up_history, is_kept_read_and_searched_whole) {
  std::string folder = (std::filesystem::temp_directory_path() / "history_XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const store_plan plan{.where = folder + "/history", .runs = 120, .cells = 4, .changes = 1};
  const auto figures = store_figures(plan);
  EXPECT_GE(figures.at("changes_found"), 4);
  EXPECT_GT(figures.at("bytes"), 1000);
  EXPECT_GT(figures.at("loading").at("wall_s"), 0);
  EXPECT_THROW(store_figures(plan), std::runtime_error) << "a history that has runs already";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace interleave::calibration
