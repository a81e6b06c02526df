// Which cells show what a task costs, and how their rows are evaluated.
#include "benchmarks/driver/task_costs.hpp"

#include "doubles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using test::cell_of;
using testing::HasSubstr;
using testing::StartsWith;

TEST(task_costs, takes_each_workload_once_with_sequential_at_one_in_flight) {
  plan what;
  what.cells = {cell_of("noop", "coroutines", 8), cell_of("noop", "threads", 1), cell_of("cpu_hash", "threads", 64)};
  const std::vector<planned_cell> cells = cells_for_task_costs(what);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].name, "noop/sequential/in_flight:1");
  EXPECT_EQ(cells[1].name, "cpu_hash/sequential/in_flight:1");
}

TEST(task_costs, takes_each_set_of_parameters_apart) {
  plan what;
  what.cells = {cell_of("io_echo", "coroutines", 8), cell_of("io_echo", "coroutines", 8)};
  what.cells[0].parameters = {{"delay", "0ms"}};
  what.cells[1].parameters = {{"delay", "5ms"}};
  what.cells[1].declared_wait_ns = 5e6;
  what.cells[1].name += "/delay:5ms";
  const std::vector<planned_cell> cells = cells_for_task_costs(what);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[1].name, "io_echo/sequential/in_flight:1/delay:5ms");
  EXPECT_EQ(cells[1].parameters["delay"], "5ms");
  EXPECT_EQ(cells[0].declared_wait_ns, 0);
  EXPECT_EQ(cells[1].declared_wait_ns, 5e6);
}

TEST(task_costs, leaves_out_what_is_known_or_cannot_run) {
  plan what;
  what.cells = {cell_of("noop", "coroutines", 8), cell_of("cpu_hash", "threads", 64, "it cannot")};
  what.task_costs.push_back({"noop", json::object(), 1, 2, 3, ""});
  EXPECT_TRUE(cells_for_task_costs(what).empty());
}

TEST(task_costs, leaves_out_workloads_that_say_they_cannot_be_calibrated) {
  plan what;
  what.cells = {cell_of("herd", "coroutines", 1000), cell_of("noop", "coroutines", 8)};
  what.workloads = {{{"name", "herd"}, {"can_be_calibrated", false}}, {{"name", "noop"}, {"can_be_calibrated", true}}};
  const std::vector<planned_cell> cells = cells_for_task_costs(what);
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].workload, "noop");
}

TEST(task_costs, takes_the_median_of_each_figure_by_itself) {
  const std::vector<json> rows{{{"ideal_cpu_ns", 10}, {"ideal_wait_ns", 300}},
                               {{"ideal_cpu_ns", 30}, {"ideal_wait_ns", 100}},
                               {{"ideal_cpu_ns", 20}, {"ideal_wait_ns", 200}}};
  planned_cell cell = cell_of("noop", "sequential", 1);
  cell.declared_wait_ns = 150;
  const task_cost found = task_cost_of(cell, rows);
  EXPECT_EQ(found.workload, "noop");
  EXPECT_EQ(found.cpu_ns, 20);
  EXPECT_EQ(found.wait_ns, 200);
  EXPECT_EQ(found.declared_wait_ns, 150);
  EXPECT_EQ(found.warning, "");
}

std::string warning_of(const std::string& workload, double measured_ns, double declared_ns) {
  planned_cell cell = cell_of(workload, "sequential", 1);
  cell.declared_wait_ns = declared_ns;
  return wait_warning(cell, measured_ns);
}

TEST(task_costs, warns_of_a_wait_shorter_than_declared) {
  EXPECT_EQ(warning_of("io_sleep", 5e6, 5e6), "");
  EXPECT_THAT(warning_of("io_sleep", 4.9e6, 5e6), HasSubstr("waited only 4.900 ms"));
}

TEST(task_costs, warns_of_a_wait_much_longer_than_declared) {
  EXPECT_EQ(warning_of("io_sleep", 7.8e6, 5e6), "");
  EXPECT_THAT(warning_of("io_sleep", 7.9e6, 5e6), HasSubstr("waited 7.900 ms"));
  EXPECT_EQ(warning_of("io_echo", 0.3e6, 0), "");
  EXPECT_NE(warning_of("io_echo", 0.31e6, 0), "");
}

TEST(task_costs, names_in_a_warning_what_else_the_wait_depends_on) {
  plan what;
  what.cells = {cell_of("io_echo", "coroutines", 8), cell_of("io_echo", "coroutines", 8)};
  what.cells[0].parameters = {{"delay", "1ms"}};
  what.cells[1].parameters = {{"delay", "5ms"}};
  what.cells[1].name += "/delay:5ms/placement:one_cpu";
  for (planned_cell& cell : what.cells) cell.declared_wait_ns = 5e6;
  const std::vector<planned_cell> cells = cells_for_task_costs(what);
  ASSERT_EQ(cells.size(), 2U);
  for (const double measured_ns : {1e6, 9e6}) {
    EXPECT_THAT(wait_warning(cells[0], measured_ns), StartsWith("io_echo declares"));
    EXPECT_THAT(wait_warning(cells[1], measured_ns),
                StartsWith("io_echo with delay:5ms, placement:one_cpu declares that a task waits 5.000 ms"));
  }
}

}  // namespace
}  // namespace interleave::driver
