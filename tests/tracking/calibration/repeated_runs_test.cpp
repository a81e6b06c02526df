// Agreement of runs, on results in which it can be counted by hand.
#include "tracking/calibration/repeated_runs.hpp"

#include "tests/reports/test_data.hpp"
#include "tests/support/error_of.hpp"

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::calibration {
namespace {

using reports::run_results;
using reports::testing::run_builder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// As results of a run of its own.
run_results results_of(run_builder builder) {
  static int runs = 0;
  builder.record().identity = builder.record().run_id = "run " + std::to_string(++runs);
  return builder.results();
}

run_builder echoes() {
  run_builder builder;
  builder.workload("io_echo", reports::work_kind::network).runner("pool").runner("loop");
  builder.record().workloads.front().defaults = {{"delay", "1ms"}};
  return builder;
}

// Sets a parameter of all samples from `first` on.
void set_from(std::size_t first, run_builder& builder, const std::string& name, const std::string& value) {
  for (std::size_t i = first; i < builder.record().samples.size(); ++i) {
    reports::sample_record& sample = builder.record().samples[i];
    sample.parameters[name] = value;
    sample.cell += "/" + name + ":" + value;
  }
}

// Adds a cell of both runners.
void add_cells(run_builder& builder, const std::map<std::string, std::string>& parameters, std::int64_t in_flight,
               double pool, double loop) {
  const std::size_t before = builder.record().samples.size();
  builder.cell("io_echo", "pool", in_flight, pool).cell("io_echo", "loop", in_flight, loop);
  for (const auto& [name, value] : parameters) set_from(before, builder, name, value);
}

run_results run_of(double pool, double loop, double spread = 0.001) {
  run_builder builder;
  builder.workload("io_echo", reports::work_kind::network).workload("noop", reports::work_kind::floor);
  builder.runner("pool").runner("loop");
  builder.cell("io_echo", "pool", 8, pool, spread).cell("io_echo", "loop", 8, loop, spread);
  builder.cell("noop", "pool", 8, 100);  // nothing to compare it with
  return results_of(builder);
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

// What is found where the third run's pool has half of what the loop had in the two before.
void expect_the_third_is_off(const agreement& found) {
  EXPECT_THAT(found.far_off, ElementsAre("run 3: pool for io_echo at 8 in flight has 50 % of the best"));
  EXPECT_THAT(found.disputed, ElementsAre("io_echo at 8 in flight: loop, pool"));
}

// Two of three runs say that the loop does 200: so does the median of all samples.
TEST(agreement, holds_each_recommendation_against_the_samples_of_all) {
  const agreement found = agreement_of({run_of(100, 200), run_of(100, 200), run_of(100, 50)});
  EXPECT_EQ(found.recommendations, 3U);
  expect_the_third_is_off(found);
}

// A parameter is in a label only where a run has other values of it than the default.
TEST(agreement, finds_an_entry_again_whatever_other_values_a_run_has) {
  run_builder one = echoes();
  add_cells(one, {{"delay", "1ms"}}, 8, 100, 200);
  run_builder two = echoes();
  add_cells(two, {{"delay", "1ms"}}, 8, 104, 100);
  add_cells(two, {{"delay", "5ms"}}, 8, 300, 100);
  const agreement found = agreement_of({results_of(one), results_of(one), results_of(two)});
  EXPECT_EQ(found.recommendations, 4U);
  expect_the_third_is_off(found);
}

// A label says "across CPUs" where all of a run's cells were.
TEST(agreement, finds_an_entry_again_whatever_else_a_run_has_placed) {
  run_builder one = echoes();
  add_cells(one, {{"placement", "spread"}}, 1, 100, 200);
  add_cells(one, {{"placement", "one-cpu"}}, 1, 300, 100);
  run_builder two = echoes();
  add_cells(two, {{"placement", "spread"}}, 1, 200, 100);
  add_cells(two, {}, 64, 100, 200);
  for (const auto& runs : {std::vector{results_of(one), results_of(one), results_of(two)},
                           std::vector{results_of(two), results_of(one), results_of(one)}}) {
    const agreement found = agreement_of(runs);
    EXPECT_EQ(found.recommendations, 6U);
    ASSERT_EQ(found.far_off.size(), 1U);
    EXPECT_THAT(found.far_off[0], HasSubstr(": pool for io_echo"));
    EXPECT_THAT(found.far_off[0], HasSubstr(" at 1 in flight has 50 % of the best"));
    ASSERT_EQ(found.disputed.size(), 1U);
    EXPECT_THAT(found.disputed[0], HasSubstr(" at 1 in flight: loop, pool"));
  }
}

// Where some cell was measured placed as well as free, these are two entries, and sequential's only cell, which stands
// for all levels, is in one of them.
TEST(agreement, takes_the_reference_as_it_was_placed) {
  run_builder placed = echoes();
  placed.runner("sequential", reports::runner_family::sequential);
  add_cells(placed, {{"placement", "spread"}}, 1, 100, 50);
  const std::size_t before = placed.record().samples.size();
  placed.cell("io_echo", "sequential", 1, 400);
  set_from(before, placed, "placement", "spread");
  add_cells(placed, {}, 64, 100, 200);
  run_builder free = echoes();
  add_cells(free, {}, 1, 100, 200);
  const agreement found = agreement_of({results_of(placed), results_of(free)});
  EXPECT_EQ(found.recommendations, 3U);
  EXPECT_THAT(found.far_off, ElementsAre());
  EXPECT_THAT(found.disputed, ElementsAre());
}

TEST(agreement, judges_a_runner_that_fails_in_another_run_by_what_is_left) {
  const auto run = [](reports::failure_kind failure) {
    run_builder builder = echoes();
    builder.cell("io_echo", "pool", 8, 100).cell("io_echo", "loop", 8, 200);
    builder.failure("io_echo", "loop", 8, failure, "that failed");
    return results_of(builder);
  };
  const run_results good = run_of(100, 200);
  EXPECT_THAT(agreement_of({good, run(reports::failure_kind::crash)}).far_off, ElementsAre());
  EXPECT_THAT(
      agreement_of({good, run(reports::failure_kind::wrong_digest)}).far_off,
      ElementsAre(HasSubstr("run 1: loop for io_echo at 8 in flight has no number over all runs: that failed")));
}

TEST(agreement, refuses_a_run_that_is_given_twice) {
  const run_results once = run_of(100, 200);
  const std::string twice = error_of([&] { agreement_of({run_of(100, 200), once, once}); });
  EXPECT_THAT(twice, HasSubstr("/context/interleave/run_id"));
  EXPECT_THAT(twice, HasSubstr("the same samples would count twice"));
  EXPECT_THAT(twice, HasSubstr("Give each run once"));
}

TEST(agreement, is_not_asked_of_one_run_or_of_two_machines) {
  EXPECT_THROW(agreement_of({run_of(1, 2)}), std::invalid_argument);
  run_results elsewhere = run_of(1, 2);
  elsewhere.runs[0].machine = {{"cpu_model", "another"}};
  EXPECT_THAT(error_of([&] { agreement_of({run_of(1, 2), elsewhere}); }), HasSubstr("differ in CPU"));
}

}  // namespace
}  // namespace interleave::calibration
