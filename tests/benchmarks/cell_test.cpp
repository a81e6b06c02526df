// Names, selection, limits: what a user asks for becomes the right cells, and a typo an error that helps.
#include "benchmarks/cell.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace interleave {
namespace {

const registry everything{all_workloads(), all_runners()};
constexpr system_limits roomy{.open_files = 1 << 20, .tasks = 1 << 20};

TEST(cell, is_found_by_the_name_it_prints) {
  for (const char* name : {"noop/sequential/in_flight:1", "io_echo/coroutines/in_flight:64/delay:5ms",
                           "mixed_fetch_hash/prefork_loops/in_flight:8/size:32KiB/rounds:3"})
    EXPECT_EQ(cell_named(everything, name).name(), name);
}

TEST(cell, of_an_unknown_name_says_what_is_known) {
  const std::string unknown = error_of([] { cell_named(everything, "io_ech/coroutines/in_flight:1"); });
  EXPECT_TRUE(unknown.starts_with("no workload is called 'io_ech'; there are noop, ")) << unknown;
  for (const workload_descriptor* work : all_workloads())
    EXPECT_NE(unknown.find(std::string(work->name)), std::string::npos) << work->name;
  EXPECT_EQ(error_of([] { cell_named(everything, "io_echo/coroutines"); }),
            "'io_echo/coroutines' is no cell; write workload/runner/in_flight:N[/parameter:value...]");
  EXPECT_EQ(error_of([] { cell_named(everything, "io_echo/coroutines/in_flight:0"); }),
            "in_flight: '0' is no number of tasks; give 1 to 1000000");
}

TEST(select_cells, takes_patterns_and_levels) {
  const auto cells =
      select_cells(everything, {.workloads = "io_echo,cpu_h*", .runners = "thread_poo?", .in_flight = {3}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].name(), "cpu_hash/thread_pool/in_flight:3");
  EXPECT_EQ(cells[1].name(), "io_echo/thread_pool/in_flight:3");
}

TEST(select_cells, measures_sequential_once_at_its_most) {
  const auto cells = select_cells(everything, {.workloads = "noop", .runners = "sequential", .in_flight = {8, 64}});
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].in_flight, 1);
}

TEST(select_cells, applies_assignments_to_their_workload) {
  const auto cells = select_cells(everything, {.workloads = "io_sleep,io_echo",
                                               .runners = "coroutines",
                                               .in_flight = {8},
                                               .assignments = {"io_echo.delay=5ms"}});
  EXPECT_EQ(cells[0].name(), "io_sleep/coroutines/in_flight:8");
  EXPECT_EQ(cells[1].name(), "io_echo/coroutines/in_flight:8/delay:5ms");
}

TEST(select_cells, refuses_typos_anywhere) {
  EXPECT_THROW(select_cells(everything, {.workloads = "cpu_prime"}), usage_error);
  EXPECT_THROW(select_cells(everything, {.runners = "io_*"}), usage_error);
  EXPECT_THROW(select_cells(everything, {.in_flight = {0}}), usage_error);
  EXPECT_THROW(select_cells(everything, {.workloads = "noop", .assignments = {"io_echo.dealy=5ms"}}), usage_error);
  EXPECT_EQ(error_of([] { select_cells(everything, {.assignments = {"delay=5ms"}}); }),
            "'delay=5ms' sets nothing; write workload.parameter=value, such as io_echo.delay=5ms");
}

TEST(select_cells, of_the_quick_profile_has_every_workload_and_every_family) {
  std::set<std::string_view> workloads;
  std::set<family> families;
  for (const cell& c : select_cells(everything, {.quick = true})) {
    workloads.insert(c.work->name);
    families.insert(c.runner->model_family);
  }
  for (const workload_descriptor* work : all_workloads())
    EXPECT_EQ(workloads.contains(work->name), !work->on_request) << work->name;
  EXPECT_EQ(families.size(), 5U);
}

TEST(select_cells, leaves_out_what_is_measured_on_request_until_it_is_asked_for) {
  const auto has_spin = [](const selection& wanted) {
    const auto cells = select_cells(everything, wanted);
    return std::ranges::any_of(cells, [](const cell& c) { return c.work->name == "cpu_spin"; });
  };
  EXPECT_FALSE(has_spin({.full = true}));
  EXPECT_FALSE(has_spin({.runners = "sequential"}));
  EXPECT_TRUE(has_spin({.workloads = "cpu_spin"}));
  EXPECT_TRUE(has_spin({.workloads = "cpu_*"}));
}

TEST(unsupported, is_nothing_where_the_limits_are_wide) {
  for (const cell& c : select_cells(everything, {.full = true}))
    EXPECT_EQ(unsupported(c, roomy, 2), std::nullopt) << c.name();
}

TEST(unsupported, says_which_limit_a_cell_would_meet) {
  const cell sockets = cell_named(everything, "io_echo/coroutines/in_flight:1000");
  EXPECT_EQ(unsupported(sockets, {.open_files = 1024, .tasks = 1 << 20}, 2),
            "needs 1064 open files, the limit is 1024 (ulimit -Hn)");
  const cell threads = cell_named(everything, "io_sleep/thread_pool/in_flight:5000");
  EXPECT_EQ(unsupported(threads, {.open_files = 1024, .tasks = 4000}, 2),
            "needs 5000 threads or processes, the system allows 4000 more (pid_max, threads-max, ulimit -Hu)");
  const cell sequential = cell_named(everything, "io_sleep/sequential/in_flight:2");
  EXPECT_EQ(unsupported(sequential, roomy, 2), "sequential runs at most 1 task at a time");
}

TEST(descriptors, have_unique_names_and_ranks) {
  std::set<std::string_view> names;
  std::set<int> ranks;
  for (const runner_descriptor* r : all_runners()) {
    names.insert(r->name);
    ranks.insert(r->simplicity);
  }
  EXPECT_EQ(names.size(), all_runners().size());
  EXPECT_EQ(ranks.size(), all_runners().size());
}

}  // namespace
}  // namespace interleave
