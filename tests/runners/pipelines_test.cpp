// Pipelines and streams under every model: every unit is counted where it arrives, and waits really take their time.
#include "tests/runners/run_batch.hpp"
#include "workloads/now.hpp"
#include "workloads/pipeline.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace interleave {

extern const workload_descriptor channel_workload;
extern const workload_descriptor generator_workload;

namespace {

std::vector<const runner_descriptor*> runners_of(const workload_descriptor& work) {
  std::vector<const runner_descriptor*> runners;
  for (const runner_descriptor* runner : all_runners())
    if (!runner->cannot_run(work)) runners.push_back(runner);
  return runners;
}

std::string name_of_runner(const testing::TestParamInfo<const runner_descriptor*>& tested) {
  return std::string(tested.param->name);
}

class pipelines : public testing::TestWithParam<const runner_descriptor*> {};

// Uneven shares, and a queue so small that producers and consumers keep going to sleep.
TEST_P(pipelines, count_what_arrived) {
  parameter_values values = channel_workload.defaults();
  values.set("producers", "3");
  values.set("consumers", "2");
  values.set("capacity", "1");
  values.set("items", "101");
  const auto work = channel_workload.make(values);
  staged pipeline(channel_workload, *work, *GetParam(), 1);
  pipeline.run(3);
  EXPECT_EQ(pipeline.running().units(), 303U);
  pipeline.run(2);
  EXPECT_EQ(pipeline.running().units(), 202U);
}

TEST_P(pipelines, run_with_more_who_wait_than_items) {
  parameter_values values = channel_workload.defaults();
  values.set("producers", "9");
  values.set("consumers", "7");
  values.set("items", "4");
  const auto work = channel_workload.make(values);
  staged pipeline(channel_workload, *work, *GetParam(), 1);
  pipeline.run(10);
  EXPECT_EQ(pipeline.running().units(), 40U);
}

// How late a run is done depends on the machine, but it must not be done too early.
void is_not_done_too_early(const runner_descriptor& runner, const pipeline_plan& plan) {
  const pipeline_work work(plan);
  staged pipeline(channel_workload, work, runner, 1);
  const std::uint64_t start = now_ns();
  pipeline.run(1);
  EXPECT_GE(std::chrono::nanoseconds(now_ns() - start), time_overlapped(plan));
}

TEST_P(pipelines, wait_before_an_item) {
  is_not_done_too_early(*GetParam(), {.items = 5, .waits_before = {5, std::chrono::milliseconds(2)}});
}

TEST_P(pipelines, wait_after_an_item) {
  is_not_done_too_early(*GetParam(), {.items = 5, .wait_after_each = std::chrono::milliseconds(2)});
}

INSTANTIATE_TEST_SUITE_P(runners, pipelines, testing::ValuesIn(runners_of(channel_workload)), name_of_runner);

class streams : public testing::TestWithParam<const runner_descriptor*> {};

TEST_P(streams, count_what_arrived) {
  parameter_values values = generator_workload.defaults();
  values.set("items", "57");
  const auto work = generator_workload.make(values);
  staged stream(generator_workload, *work, *GetParam(), 1);
  stream.run(3);
  EXPECT_EQ(stream.running().units(), 171U);
  stream.run(2);
  EXPECT_EQ(stream.running().units(), 114U);
}

INSTANTIATE_TEST_SUITE_P(runners, streams, testing::ValuesIn(runners_of(generator_workload)), name_of_runner);

}  // namespace
}  // namespace interleave
