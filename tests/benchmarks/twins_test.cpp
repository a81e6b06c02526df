// The twins of the overhead benchmark: every runner of batches has one, and each does the work it is timed for.
#include "benchmarks/overhead/twins.hpp"

#include "runners/runner.hpp"
#include "workloads/cpu_spin.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr twin_setup small{.steps = 10, .in_flight = 3, .workers = 2};

std::uint64_t sum_of(std::uint64_t tasks) {
  std::uint64_t sum = 0;
  for (std::uint64_t id = 0; id < tasks; ++id) sum += spin(id % 16, small.steps);
  return sum;
}

TEST(twins, do_every_task_of_each_run_under_every_runner) {
  for (const runner_descriptor* runner : all_runners()) {
    if (runner->cannot_run(cpu_spin_workload)) continue;
    const auto by_hand = twin_of(runner->name, small);
    for (const std::uint64_t tasks : {1U, 2U, 100U, 0U, 37U})
      EXPECT_EQ(by_hand->run(tasks), sum_of(tasks)) << runner->name;
  }
}

TEST(twins, of_an_unknown_runner_are_refused_by_name) {
  try {
    twin_of("nobody", small);
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_NE(std::string(e.what()).find("'nobody'"), std::string::npos);
  }
}

TEST(twins, of_other_shapes_come_to_what_the_workload_expects) {
  for (const auto& list : {tree_twins, pipeline_twins, ring_twins})
    for (const shape_twin& described : list) {
      const auto is_named = [&](const workload_descriptor* w) { return w->name == described.workload; };
      const workload_descriptor& work = **std::ranges::find_if(all_workloads(), is_named);
      parameter_values values = work.defaults();
      if (described.workload == "skynet") values.set("leaves", "1000");
      if (described.workload == "brigade_pipes") values.set("members", "5");
      const auto made = work.make(values);
      const auto by_hand = described.make(values, 2);
      std::uint64_t expected = 0;
      for (task_id id = 0; id < 5; ++id) expected += made->expected()[id % made->expected().size()];
      EXPECT_EQ(by_hand->run(5), expected) << described.workload << " " << described.runner;
      EXPECT_GT(described.units_per_task(values), 0U);
    }
}

}  // namespace
}  // namespace interleave
