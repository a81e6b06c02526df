// Names, selection, limits: a request selects the right cells, and a typo gives a helpful error.
#include "benchmarks/cell.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

const registry everything{all_workloads(), all_runners()};
constexpr system_limits roomy{.open_files = 1 << 20, .tasks = 1 << 20, .mappings = 1 << 22};

TEST(cell, is_found_by_the_name_it_prints) {
  for (const char* name :
       {"noop/sequential/in_flight:1", "io_echo/coroutines/in_flight:64/delay:5ms",
        "mixed_fetch_hash/prefork_loops/in_flight:8/size:32KiB/rounds:3", "io_file_read/fibers/in_flight:4/direct:on",
        "timeouts/coroutines/in_flight:4/late:2.5%", "io_echo/coroutines/in_flight:1/placement:one-cpu",
        "io_echo/coroutines/in_flight:8/placement:spread/delay:5ms"})
    EXPECT_EQ(cell_named(everything, name).name(), name);
}

TEST(cell, of_an_unknown_placement_says_which_there_are) {
  EXPECT_EQ(error_of([] { cell_named(everything, "noop/sequential/in_flight:1/placement:here"); }),
            "placement 'here' in cell 'noop/sequential/in_flight:1/placement:here' is none of one-cpu, spread, apart");
}

TEST(cell, names_each_parameter_once) {
  for (const char* const twice : {"delay:1ms/delay:2ms", "delay:1ms/delay:1ms", "delay:1ms/placement:spread/delay:1ms"})
    EXPECT_EQ(error_of([&] { cell_named(everything, fmt::format("io_echo/coroutines/in_flight:8/{}", twice)); }),
              fmt::format("cell 'io_echo/coroutines/in_flight:8/{}' names delay twice; name it once", twice));
  EXPECT_EQ(error_of([] { cell_named(everything, "noop/sequential/in_flight:1/placement:spread/placement:spread"); }),
            "cell 'noop/sequential/in_flight:1/placement:spread/placement:spread' names placement twice; name it once");
}

TEST(cell, s_placement_is_no_parameter_of_any_workload) {
  for (const workload_descriptor* work : all_workloads())
    for (const parameter& each : work->parameters) EXPECT_NE(each.name, placement_parameter) << work->name;
}

TEST(cell, of_an_unknown_name_says_what_is_known) {
  const std::string unknown = error_of([] { cell_named(everything, "io_ech/coroutines/in_flight:1"); });
  EXPECT_TRUE(unknown.starts_with("no workload is called 'io_ech'; there are noop, ")) << unknown;
  for (const workload_descriptor* work : all_workloads())
    EXPECT_NE(unknown.find(std::string(work->name)), std::string::npos) << work->name;
  EXPECT_EQ(
      error_of([] { cell_named(everything, "io_echo/coroutines"); }),
      "'io_echo/coroutines' is no cell; write workload/runner/in_flight:N[/placement:one-cpu][/parameter:value...]");
  EXPECT_EQ(error_of([] { cell_named(everything, "io_echo/coroutines/in_flight:0"); }),
            "in_flight: '0' is no number of tasks; give 1 to 1000000");
}

TEST(cell, of_work_that_cannot_run_here_says_why) {
  workload_descriptor work = **std::ranges::find(all_workloads(), "io_echo", &workload_descriptor::name);
  const runner_descriptor& runner = **std::ranges::find(all_runners(), "sequential", &runner_descriptor::name);
  work.unavailable = [](const parameter_values& values) -> std::optional<std::string> {
    if (values.text(0) == "1ms") return "the server is not installed (apt-get install server)";
    return std::nullopt;
  };
  cell here{&work, work.defaults(), &runner, 1, placement_policy::free};
  EXPECT_EQ(unsupported(here, roomy, 2), std::nullopt);
  here.parameters.set("delay", "1ms");
  EXPECT_EQ(unsupported(here, roomy, 2), "the server is not installed (apt-get install server)");
}

TEST(select_cells, takes_patterns_and_levels) {
  const auto cells =
      select_cells(everything, {.workloads = "io_echo,cpu_h*", .runners = "thread_poo?", .in_flight = {3}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].name(), "cpu_hash/thread_pool/in_flight:3");
  EXPECT_EQ(cells[1].name(), "io_echo/thread_pool/in_flight:3");
}

TEST(cell, of_a_shape_that_runs_one_at_a_time_has_no_other_level) {
  EXPECT_EQ(error_of([] { cell_named(everything, "fib/coroutines/in_flight:8"); }),
            "'fib/coroutines/in_flight:8' is no cell: of a tree only one runs at a time; write in_flight:1");
  for (const workload_descriptor* work : all_workloads()) {
    if (work->shape == work_shape::batch || work->shape == work_shape::herd) continue;
    EXPECT_THROW(cell_named(everything, std::string(work->name) + "/sequential/in_flight:2"), usage_error);
    EXPECT_NO_THROW(cell_named(everything, std::string(work->name) + "/sequential/in_flight:1"));
  }
}

TEST(select_cells, takes_each_level_once_and_in_rising_order) {
  const auto cells =
      select_cells(everything, {.workloads = "noop", .runners = "thread_pool", .in_flight = {8, 1, 8, 1}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].in_flight, 1);
  EXPECT_EQ(cells[1].in_flight, 8);
}

TEST(select_cells, measures_sequential_once_at_its_most) {
  const auto cells = select_cells(everything, {.workloads = "noop", .runners = "sequential", .in_flight = {8, 64}});
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].in_flight, 1);
}

std::vector<std::string> names_of(const selection& wanted) {
  std::vector<std::string> names;
  for (const cell& c : select_cells(everything, wanted)) names.push_back(c.name());
  return names;
}

TEST(select_cells, stratifies_placements_where_cores_are_left_idle) {
  const auto names = [](const char* work, const char* runner, bool full, int cores) {
    return names_of({.workloads = work,
                     .runners = runner,
                     .in_flight = {1, 2, 8},
                     .full = full,
                     .quick = !full,
                     .stratified_for_cores = cores});
  };
  using list = std::vector<std::string>;
  EXPECT_EQ(names("noop", "thread_pool", true, 4),
            (list{"noop/thread_pool/in_flight:1/placement:one-cpu", "noop/thread_pool/in_flight:1/placement:spread",
                  "noop/thread_pool/in_flight:2/placement:one-cpu", "noop/thread_pool/in_flight:2/placement:spread",
                  "noop/thread_pool/in_flight:8"}));
  EXPECT_EQ(names("noop", "thread_pool", false, 4),
            (list{"noop/thread_pool/in_flight:1/placement:spread", "noop/thread_pool/in_flight:2/placement:spread",
                  "noop/thread_pool/in_flight:8"}));
  EXPECT_EQ(
      names("io_echo", "thread_pool", false, 2),
      (list{"io_echo/thread_pool/in_flight:1/placement:one-cpu", "io_echo/thread_pool/in_flight:1/placement:spread",
            "io_echo/thread_pool/in_flight:2/placement:apart", "io_echo/thread_pool/in_flight:8/placement:apart"}));
  EXPECT_EQ(names("channel", "thread_pool", false, 2), (list{"channel/thread_pool/in_flight:1/placement:one-cpu",
                                                             "channel/thread_pool/in_flight:1/placement:spread"}));
  // There is nothing to spread over, a tree uses every core, and a herd measures memory.
  EXPECT_EQ(names("channel", "thread_pool", true, 1), list{"channel/thread_pool/in_flight:1"});
  EXPECT_EQ(names("fib", "thread_pool", true, 4), list{"fib/thread_pool/in_flight:1"});
  EXPECT_EQ(names("channel", "thread_pool", true, 0), list{"channel/thread_pool/in_flight:1"});
}

// A server that takes its time is a wait like any.
TEST(select_cells, measures_on_one_cpu_only_a_server_that_answers_at_once) {
  EXPECT_EQ(names_of({.workloads = "io_echo",
                      .runners = "coroutines",
                      .in_flight = {1},
                      .assignments = {"io_echo.delay=5ms"},
                      .quick = true,
                      .stratified_for_cores = 2}),
            std::vector<std::string>{"io_echo/coroutines/in_flight:1/placement:spread/delay:5ms"});
}

// It has one cell for all levels, which must not be mixed of two.
TEST(select_cells, measures_sequential_where_those_are_that_it_is_compared_with) {
  const auto names = [](std::vector<int> levels, bool full) {
    return names_of({.workloads = "noop",
                     .runners = "sequential",
                     .in_flight = std::move(levels),
                     .full = full,
                     .stratified_for_cores = 2});
  };
  using list = std::vector<std::string>;
  EXPECT_EQ(names({8}, true), list{"noop/sequential/in_flight:1"});
  EXPECT_EQ(names({1, 8}, false), list{"noop/sequential/in_flight:1/placement:spread"});
  const auto echoes = names_of(
      {.workloads = "io_echo", .runners = "sequential", .in_flight = {1, 8}, .quick = true, .stratified_for_cores = 2});
  EXPECT_EQ(echoes, (list{"io_echo/sequential/in_flight:1/placement:one-cpu",
                          "io_echo/sequential/in_flight:1/placement:spread"}));
  EXPECT_EQ(names({1, 8}, true),
            (list{"noop/sequential/in_flight:1/placement:one-cpu", "noop/sequential/in_flight:1/placement:spread"}));
}

TEST(unsupported, counts_the_cores_that_a_cells_placement_leaves_it) {
  constexpr system_limits narrow{.open_files = 1 << 20, .tasks = 4, .mappings = 1 << 22};
  const auto reason = [&](const char* name, int cores = 64) {
    return unsupported(cell_named(everything, name), narrow, cores);
  };
  EXPECT_TRUE(reason("noop/loop_per_core/in_flight:8/placement:apart", 6).has_value());
  EXPECT_FALSE(reason("noop/loop_per_core/in_flight:8/placement:apart", 5).has_value());
  EXPECT_TRUE(reason("noop/loop_per_core/in_flight:8/placement:spread").has_value());
  EXPECT_FALSE(reason("noop/loop_per_core/in_flight:8/placement:one-cpu").has_value());
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
  EXPECT_EQ(error_of([] { select_cells(everything, {.assignments = {"io_file_read.direct=1"}}); }),
            "io_file_read.direct: '1' is no choice; write off or on");
}

TEST(select_cells, of_the_quick_profile_has_every_batch_and_every_family) {
  std::set<std::string_view> workloads;
  std::set<family> families;
  for (const cell& c : select_cells(everything, {.quick = true})) {
    workloads.insert(c.work->name);
    families.insert(c.runner->model_family);
  }
  for (const workload_descriptor* work : all_workloads())
    EXPECT_EQ(workloads.contains(work->name), !work->on_request && work->shape == work_shape::batch) << work->name;
  EXPECT_EQ(families.size(), 5U);
  // Other shapes are measured by the full profile, and for those who ask.
  EXPECT_FALSE(select_cells(everything, {.workloads = "fib", .quick = true}).empty());
  const auto all = select_cells(everything, {.full = true});
  EXPECT_TRUE(std::ranges::any_of(all, [](const cell& c) { return c.work->name == "fib"; }));
}

TEST(select_cells, of_the_quick_profile_measures_each_model_where_its_users_would_think_of_it) {
  const auto levels_of = [](const char* work, std::string_view runner) {
    std::set<int> levels;
    for (const cell& c : select_cells(everything, {.workloads = work, .quick = true}))
      if (c.runner->name == runner) levels.insert(c.in_flight);
    return levels;
  };
  EXPECT_EQ(levels_of("cpu_hash", "openmp_for"), std::set{8});
  EXPECT_EQ(levels_of("io_echo", "openmp_for"), std::set<int>{});
  EXPECT_EQ(levels_of("io_echo", "thread_pool"), (std::set{1, 8, 64, 1024}));
  EXPECT_EQ(levels_of("io_sleep", "thread_pool"), (std::set{1, 8, 64, 1024, 8192}));
  EXPECT_EQ(levels_of("io_echo", "process_pool"), (std::set{1, 8, 64, 1024}));
  EXPECT_EQ(levels_of("io_file_read", "thread_pool"), (std::set{1, 8, 64}));
  EXPECT_EQ(levels_of("mixed_fetch_hash", "thread_pool"), (std::set{1, 8, 64}));
  EXPECT_EQ(levels_of("cpu_hash", "thread_pool"), std::set{8});
  EXPECT_EQ(levels_of("noop", "thread_pool"), (std::set{1, 8}));
  EXPECT_EQ(levels_of("cpu_hash", "openmp_tasks"), std::set<int>{});
}

TEST(select_cells, of_the_full_profile_goes_as_far_as_a_model_can_start_waiting_tasks) {
  const auto highest = [](std::string_view runner) {
    int level = 0;
    for (const cell& c : select_cells(everything, {.workloads = "io_echo", .full = true}))
      if (c.runner->name == runner) level = std::max(level, c.in_flight);
    return level;
  };
  EXPECT_EQ(highest("coroutines"), 65'536);
  EXPECT_EQ(highest("thread_pool"), 65'536);
  EXPECT_EQ(highest("process_pool"), 1024);
  EXPECT_EQ(highest("process_claim"), 1024);
  EXPECT_EQ(highest("gil_threads"), 1024);
  EXPECT_EQ(highest("tbb_tasks"), 256);
}

TEST(select_cells, takes_all_for_a_star_whatever_the_profile) {
  std::set<std::string_view> runners;
  for (const cell& c : select_cells(everything, {.workloads = "noop", .runners = "*", .quick = true}))
    runners.insert(c.runner->name);
  EXPECT_EQ(runners.size(), all_runners().size());
  std::set<std::string_view> workloads;
  for (const cell& c : select_cells(everything, {.workloads = "*", .runners = "sequential", .quick = true}))
    workloads.insert(c.work->name);
  EXPECT_EQ(workloads.size(), all_workloads().size());
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

TEST(select_cells, of_a_heartbeat_stop_where_a_batch_lasts_too_long) {
  const auto levels = [](const selection& wanted) {
    std::set<int> found;
    for (const cell& c : select_cells(everything, wanted)) found.insert(c.in_flight);
    return found;
  };
  EXPECT_EQ(levels({.workloads = "loop_heartbeat", .full = true}), (std::set{1, 8, 64}));
  EXPECT_EQ(levels({.workloads = "loop_heartbeat", .quick = true}), (std::set{1, 8})) << "1 is sequential's";
  EXPECT_EQ(levels({.workloads = "loop_heartbeat", .in_flight = {256}, .full = true}), (std::set{1, 256}));
}

TEST(unsupported, is_nothing_where_the_limits_are_wide) {
  for (const cell& c : select_cells(everything, {.full = true}))
    EXPECT_EQ(unsupported(c, roomy, 2), c.runner->cannot_run(*c.work)) << c.name();
}

TEST(unsupported, is_a_shape_that_a_runner_has_no_function_for) {
  EXPECT_EQ(unsupported(cell_named(everything, "fib/thread_pool/in_flight:1"), roomy, 2),
            "thread_pool does not run a tree: the model has no idiom for it");
}

TEST(unsupported, says_which_limit_a_cell_would_meet) {
  const cell sockets = cell_named(everything, "io_echo/coroutines/in_flight:1000");
  EXPECT_EQ(unsupported(sockets, {.open_files = 1024, .tasks = 1 << 20, .mappings = 1 << 20}, 2),
            "needs 1064 open files, the limit is 1024 (ulimit -Hn)");
  const cell threads = cell_named(everything, "io_sleep/thread_pool/in_flight:5000");
  EXPECT_EQ(unsupported(threads, {.open_files = 1024, .tasks = 4000, .mappings = 1 << 20}, 2),
            "needs 5000 threads or processes, the system allows 4000 more (pid_max, threads-max, ulimit -u)");
  const cell forks = cell_named(everything, "skynet/thread_per_task/in_flight:1");
  EXPECT_EQ(unsupported(forks, {.open_files = 1024, .tasks = 32768}, 2),
            "needs 999999 threads or processes, the system allows 32768 more (pid_max, threads-max, ulimit -u)");
  const cell mapped = cell_named(everything, "idle_tasks/thread_per_task/in_flight:5000");
  EXPECT_EQ(unsupported(mapped, {.open_files = 1024, .tasks = 1 << 20, .mappings = 8000}, 2),
            "needs 10000 mappings of memory, the system allows a process 8000 more (vm.max_map_count)");
  const cell pipes = cell_named(everything, "brigade_pipes/sequential/in_flight:1/members:1000");
  EXPECT_EQ(unsupported(pipes, {.open_files = 1024, .tasks = 1 << 20}, 2),
            "needs 2064 open files, the limit is 1024 (ulimit -Hn)");
  const cell watched = cell_named(everything, "brigade_memory/process_pool/in_flight:1/members:1000");
  EXPECT_EQ(unsupported(watched, {.open_files = 1024, .tasks = 1 << 20}, 2),
            "needs 1064 open files, the limit is 1024 (ulimit -Hn)");
  const system_limits few_stacks{
      .open_files = 1 << 20, .tasks = 1 << 20, .mappings = 1 << 22, .stack_space = 100 << 20, .stack_bytes = 8 << 20};
  EXPECT_EQ(unsupported(cell_named(everything, "io_sleep/thread_pool/in_flight:12"), few_stacks, 2), std::nullopt);
  EXPECT_EQ(unsupported(cell_named(everything, "io_sleep/thread_pool/in_flight:13"), few_stacks, 2),
            "needs 104 MiB of address space for stacks of threads, the limit leaves 100 (ulimit -v)");
  const system_limits nothing_left{.open_files = 1 << 20, .tasks = 1 << 20, .mappings = 1 << 22, .stack_space = 0};
  EXPECT_EQ(unsupported(cell_named(everything, "noop/sequential/in_flight:1"), nothing_left, 2),
            "a sample needs 1152 MiB of address space before its first task, the limit is lower (ulimit -v)");
  const cell herd = cell_named(everything, "idle_tasks/process_per_task/in_flight:1000");
  EXPECT_EQ(unsupported(herd, {.open_files = 1024, .tasks = 1 << 20}, 2), std::nullopt);
  const cell stacks = cell_named(everything, "io_sleep/fibers/in_flight:40000");
  EXPECT_EQ(unsupported(stacks, {.open_files = 1024, .tasks = 4000, .mappings = 65530}, 2),
            "needs 80000 mappings of memory, the system allows a process 65530 more (vm.max_map_count)");
  const cell sequential = cell_named(everything, "io_sleep/sequential/in_flight:2");
  EXPECT_EQ(unsupported(sequential, roomy, 2), "sequential runs at most 1 task at a time");
  const cell alone = cell_named(everything, "idle_tasks/sequential/in_flight:1");
  EXPECT_EQ(unsupported(alone, roomy, 2), "sequential does not run a herd: it runs one task at a time");
}

TEST(unsupported, is_no_tree_under_a_model_that_bounds_its_workers_itself) {
  for (const char* runner : {"sequential", "tbb_tasks", "process_per_task", "coroutines", "coroutines_multi_thread"}) {
    const cell forks = cell_named(everything, std::string("skynet/") + runner + "/in_flight:1");
    EXPECT_EQ(unsupported(forks, {.open_files = 1024, .tasks = 32}, 2), std::nullopt) << runner;
  }
}

TEST(unsupported, says_what_a_model_cannot_do) {
  const cell lost = cell_named(everything, "timeouts/process_per_task/in_flight:1");
  const cell unwritten = cell_named(everything, "timeouts/callbacks/in_flight:1");
  EXPECT_EQ(unsupported(unwritten, roomy, 2),
            "callbacks cannot suspend a task in its middle, and timeouts is not written as callbacks");
  EXPECT_EQ(unsupported(lost, roomy, 2),
            "process_per_task loses what a task changes in its slot, and timeouts changes connections");
}

TEST(descriptors, have_unique_names) {
  std::set<std::string_view> names;
  for (const runner_descriptor* r : all_runners()) names.insert(r->name);
  EXPECT_EQ(names.size(), all_runners().size());
}

}  // namespace
}  // namespace interleave
