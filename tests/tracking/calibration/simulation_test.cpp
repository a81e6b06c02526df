// The simulation: that a seed means a suite, and that it can tell a gate that is too eager from one that isn't. The
// figures themselves are interleave-calibrate's.
#include "tracking/calibration/simulation.hpp"

#include <gtest/gtest.h>

namespace interleave::calibration {
namespace {

TEST(exhaustive_simulated_suites, are_their_seeds) {
  suite_plan plan;
  plan.cells = 20;
  plan.slowed_cells = 3;
  plan.slowdown = 0.05;
  const tally one = simulate(plan, 40, 7);
  const tally again = simulate(plan, 40, 7);
  const tally other = simulate(plan, 40, 1'007);  // no suite in common
  EXPECT_EQ(one.slowed_found, again.slowed_found);
  EXPECT_EQ(one.intervals_cover, again.intervals_cover);
  EXPECT_NE(one.intervals_cover, other.intervals_cover);
  EXPECT_EQ(one.suites, 40U);
  EXPECT_EQ(one.slowed_cells, 120U);
}

TEST(simulated_suites, are_the_sum_of_each) {
  suite_plan plan;
  plan.cells = 20;
  tally sum;
  for (std::uint64_t seed = 5; seed < 15; ++seed) sum += simulate_suite(plan, seed);
  const tally all = simulate(plan, 10, 5);
  EXPECT_EQ(all.intervals_cover, sum.intervals_cover);
  EXPECT_EQ(all.suites_passed, sum.suites_passed);
}

// Without margins, and on one runner, every cell that its build has put somewhere else is a regression.
TEST(exhaustive_simulated_suites, fail_where_margins_are_taken_away) {
  suite_plan plan;
  const tally careful = simulate(plan, 40, 1);
  EXPECT_EQ(careful.suites_failed, 0U);
  plan.noise.runner_per_step = false;
  plan.rules.margin = 1e-9;
  EXPECT_GT(simulate(plan, 40, 1).suites_failed, 10U);
}

TEST(exhaustive_simulated_suites, find_slowdowns) {
  suite_plan plan;
  plan.cells = 50;
  plan.slowed_cells = 5;
  plan.slowdown = 0.2;
  const tally found = simulate(plan, 40, 1);
  EXPECT_GT(found.slowed_found, 190U);
}

TEST(intervals, cover_what_the_pairs_were_drawn_around) {
  const tally found = simulate({}, 20, 1);
  const double share = static_cast<double>(found.intervals_cover) / static_cast<double>(found.intervals);
  EXPECT_GT(share, 0.93);
  EXPECT_LT(share, 0.98);
}

}  // namespace
}  // namespace interleave::calibration
