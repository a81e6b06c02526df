// Which entries of the decision map count as changed.
#include "tests/reports/test_data.hpp"
#include "tracking/compare/comparison.hpp"

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using reports::work_kind;
using reports::testing::run_builder;

reports::analysis analysis_of(double pool_rate, double loop_rate) {
  run_builder run;
  run.workload("io_echo", work_kind::io).runner("thread_pool").runner("coroutines");
  run.cell("io_echo", "thread_pool", 8, pool_rate).cell("io_echo", "coroutines", 8, loop_rate);
  return reports::analyse(run.results());
}

TEST(changed_winners, names_what_was_and_what_is) {
  const auto changes = changed_winners(analysis_of(1000, 1400), analysis_of(1400, 1000));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].sentence, "io_echo at 8 in flight: was coroutines 1.40×, is thread_pool 1.40×.");
}

TEST(changed_winners, is_silent_about_a_smaller_lead) {
  EXPECT_TRUE(changed_winners(analysis_of(1000, 1400), analysis_of(1000, 1100)).empty());
}

TEST(changed_winners, a_win_that_became_equality_counts_where_another_is_recommended) {
  // Of equals the simplest is recommended: thread_pool.
  const auto changes = changed_winners(analysis_of(1000, 1400), analysis_of(1000, 1001));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].after, "thread_pool = of 2");
}

TEST(changed_winners, too_few_samples_are_no_change) {
  run_builder run;
  run.workload("io_echo", work_kind::io).runner("thread_pool").runner("coroutines");
  run.cell("io_echo", "thread_pool", 8, 2000, 0.001, 2).cell("io_echo", "coroutines", 8, 1000, 0.001, 2);
  EXPECT_TRUE(changed_winners(analysis_of(1000, 1400), reports::analyse(run.results())).empty());
}

}  // namespace
}  // namespace interleave::tracking
