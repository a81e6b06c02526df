// The least time that a run will take, compared with sums worked out by hand.
#include "benchmarks/driver/forecast.hpp"

#include "doubles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using test::cell_of;
using testing::ElementsAre;
using testing::HasSubstr;

plan two_cores() {
  plan what;
  what.machine = {{"cores_usable", 2}};
  what.settings.sample_time = std::chrono::milliseconds(35);
  return what;
}

TEST(sample_seconds, are_those_asked_for_where_the_least_tasks_fit_into_them) {
  plan what = two_cores();
  what.task_costs.push_back({"io_sleep", json::object(), 1'000, 1e6, 1e6, ""});
  // 5 tasks for each in flight, each 1 ms, and all in flight at once: 5 ms.
  EXPECT_DOUBLE_EQ(sample_seconds(what, cell_of("io_sleep", "coroutines", 8)), 0.035);
}

TEST(sample_seconds, are_those_of_the_least_tasks_where_they_take_longer) {
  plan what = two_cores();
  what.task_costs.push_back({"io_sleep", json::object(), 1'000, 2e7, 2e7, ""});
  what.task_costs.push_back({"mixed_jobs", json::object(), 100'000, 1e6, 1e6, ""});
  EXPECT_NEAR(sample_seconds(what, cell_of("io_sleep", "coroutines", 8)), 0.1, 1e-4);
  // 10,000 tasks of 0.1 ms of CPU on two cores.
  EXPECT_NEAR(sample_seconds(what, cell_of("mixed_jobs", "coroutines", 2'000)), 0.5, 1e-6);
}

TEST(sample_seconds, of_computing_work_know_that_no_more_tasks_than_cores_are_under_way) {
  plan what = two_cores();
  what.task_costs.push_back({"cpu_hash", json::object(), 300'000, 0, 0, ""});
  EXPECT_DOUBLE_EQ(sample_seconds(what, cell_of("cpu_hash", "thread_pool", 64)), 0.035);
}

TEST(sample_seconds, know_how_many_cores_a_placement_leaves) {
  plan what = two_cores();
  what.machine = {{"cores_usable", 4}};
  const auto seconds = [&](const char* placement) {
    planned_cell cell = cell_of("mixed_jobs", "coroutines", 2'000);
    if (*placement != '\0') cell.parameters["placement"] = placement;
    what.task_costs = {{"mixed_jobs", cell.parameters, 100'000, 1e6, 1e6, ""}};
    return sample_seconds(what, cell);
  };
  // 10,000 tasks of 0.1 ms of CPU.
  EXPECT_NEAR(seconds("spread"), 0.25, 1e-6);
  EXPECT_NEAR(seconds("apart"), 1.0 / 3, 1e-6);
  EXPECT_NEAR(seconds("one-cpu"), 1, 1e-6);
  what.settings.placement = "one-cpu";
  EXPECT_NEAR(seconds(""), 1, 1e-6) << "of the run";
}

TEST(sample_seconds, of_other_shapes_are_those_of_one_task_at_least) {
  plan what = two_cores();
  what.workloads = {{{"name", "fib"}, {"shape", "tree"}}};
  what.task_costs.push_back({"fib", json::object(), 3e8, 0, 0, ""});
  EXPECT_DOUBLE_EQ(sample_seconds(what, cell_of("fib", "tbb_tasks", 1)), 0.3);
}

TEST(a_forecast, adds_up_the_samples_that_are_missing) {
  plan what = two_cores();
  what.task_costs.push_back({"io_sleep", json::object(), 1'000, 5e6, 5e6, ""});
  what.cells = {cell_of("io_sleep", "coroutines", 1), cell_of("noop", "coroutines", 64),
                cell_of("noop", "threads", 64)};
  const forecast found = forecast_of(what, {3, 2, 0}, 0.065);
  EXPECT_NEAR(found.seconds, 3 * (0.1 + 0.065) + 2 * 0.1, 1e-3);
  EXPECT_EQ(found.long_cells, 1U);
}

TEST(a_forecast, says_which_samples_take_longer_than_asked_for_and_why) {
  plan what = two_cores();
  what.task_costs.push_back({"mixed_jobs", json::object(), 100'000, 1e6, 1e6, ""});
  what.cells = {cell_of("mixed_jobs", "coroutines", 2'000), cell_of("noop", "coroutines", 1)};
  EXPECT_THAT(
      sentences_of(forecast_of(what, {5, 5}, 0), what, 10),
      ElementsAre("10 samples of 35ms: about 3 s",
                  "1 of the cells takes longer than 35ms a sample, up to 0.5 s or more: a sample has at least 5 "
                  "tasks for each of up to 2000 in flight"));
}

TEST(a_forecast, is_one_line_where_every_sample_takes_what_was_asked_for) {
  plan what = two_cores();
  what.cells = {cell_of("noop", "coroutines", 1)};
  EXPECT_THAT(sentences_of(forecast_of(what, {5}, 0.1), what, 5), ElementsAre(HasSubstr("5 samples of 35ms")));
}

}  // namespace
}  // namespace interleave::driver
