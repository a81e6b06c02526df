// The simulation of maps: that a seed means a map, and that it sees a rule that is too eager. The figures themselves
// are interleave-calibrate's.
#include "tracking/calibration/verdict_figures.hpp"

#include <gtest/gtest.h>

namespace interleave::calibration {
namespace {

map_plan small() {
  map_plan plan;
  plan.entries = 5;
  plan.runners = 3;
  plan.samples_per_cell = 20;
  return plan;
}

TEST(simulated_maps, are_their_seeds) {
  const map_tally one = simulate_maps(small(), 20, 7);
  const map_tally again = simulate_maps(small(), 20, 7);
  const map_tally other = simulate_maps(small(), 20, 8);
  EXPECT_EQ(one.wins, again.wins);
  EXPECT_EQ(one.samples, again.samples);
  EXPECT_NE(one.samples, other.samples);
  EXPECT_EQ(one.maps, 20U);
  EXPECT_EQ(one.wins + one.equalities + one.undecided, 100U);
}

TEST(simulated_maps, find_what_is_clear) {
  map_plan plan = small();
  plan.slowness = {1, 1.2, 1.2};
  EXPECT_GT(simulate_maps(plan, 20, 1).wins, 95U);
  plan.slowness = {1, 1, 1};
  const map_tally equal = simulate_maps(plan, 20, 1);
  EXPECT_GT(equal.equalities, 95U);
  EXPECT_GT(equal.called_equal, 2 * equal.equalities);
}

TEST(simulated_maps, are_often_wrong_under_a_rule_that_is_too_eager) {
  map_plan plan = small();
  plan.slowness = {1, 1.029, 2};
  EXPECT_EQ(simulate_maps(plan, 20, 1).with_false_win, 0U);
  plan.error = 16;  // 0.8 a statement
  EXPECT_GT(simulate_maps(plan, 20, 1).with_false_win, 10U);
  plan.slowness = {1, 1, 1.101};
  EXPECT_GT(simulate_maps(plan, 20, 1).with_false_equal, 10U);
}

TEST(simulated_maps, take_no_more_samples_than_they_may) {
  map_plan plan = small();
  plan.noise = 0.1;
  plan.samples_per_cell = 9;
  const map_tally found = simulate_maps(plan, 20, 1);
  EXPECT_LE(found.samples, 20 * 9 * 15);
}

}  // namespace
}  // namespace interleave::calibration
