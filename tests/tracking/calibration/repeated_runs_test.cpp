// Agreement of runs, on results in which it can be counted by hand.
#include "tracking/calibration/repeated_runs.hpp"

#include "tests/reports/test_data.hpp"
#include "tests/support/error_of.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::calibration {
namespace {

using reports::run_results;
using reports::testing::run_builder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

run_results run_of(double pool, double loop, double spread = 0.001) {
  run_builder builder;
  builder.workload("io_echo", reports::work_kind::network).workload("noop", reports::work_kind::floor);
  builder.runner("pool").runner("loop");
  builder.cell("io_echo", "pool", 8, pool, spread).cell("io_echo", "loop", 8, loop, spread);
  builder.cell("noop", "pool", 8, 100);  // nothing to compare it with
  return builder.results();
}

TEST(agreement, counts_what_is_open_and_what_is_recommended) {
  const agreement found = agreement_of({run_of(100, 200), run_of(100, 200), run_of(100, 104, 0.3)});
  ASSERT_EQ(found.runs.size(), 3U);
  for (const run_agreement& run : found.runs) EXPECT_EQ(run.comparisons, 1U);
  EXPECT_EQ(found.runs[0].undecided, 0U);
  EXPECT_EQ(found.runs[2].undecided, 1U);
  EXPECT_EQ(found.recommendations, 2U);
  EXPECT_THAT(found.far_off, ElementsAre());
  EXPECT_THAT(found.disputed, ElementsAre());
}

// Two of three runs say that the loop does 200: so does the median of all samples.
TEST(agreement, holds_each_recommendation_against_the_samples_of_all) {
  const agreement found = agreement_of({run_of(100, 200), run_of(100, 200), run_of(100, 50)});
  EXPECT_EQ(found.recommendations, 3U);
  EXPECT_THAT(found.far_off, ElementsAre("run 3: pool for io_echo at 8 in flight has 50 % of the best"));
  EXPECT_THAT(found.disputed, ElementsAre("io_echo at 8 in flight: loop, pool"));
}

TEST(agreement, is_not_asked_of_one_run_or_of_two_machines) {
  EXPECT_THROW(agreement_of({run_of(1, 2)}), std::invalid_argument);
  run_results elsewhere = run_of(1, 2);
  elsewhere.runs[0].machine = {{"cpu_model", "another"}};
  EXPECT_THAT(error_of([&] { agreement_of({run_of(1, 2), elsewhere}); }), HasSubstr("differ in CPU"));
}

}  // namespace
}  // namespace interleave::calibration
