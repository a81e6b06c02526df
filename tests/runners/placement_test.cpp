// Where workers really run, asked from the kernel.
#include "runners/placement.hpp"

#include "tests/runners/run_batch.hpp"

#include <algorithm>
#include <csignal>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

int usable_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  return CPU_COUNT(&set);
}

TEST(placement, free_changes_nothing) {
  const int before = usable_cpus();
  const placement place(placement_policy::free);
  place.place_worker(0);
  EXPECT_EQ(usable_cpus(), before);
}

TEST(placement, one_cpu_pins_the_process_and_says_one_core) {
  const int before = usable_cpus();
  {
    const placement place(placement_policy::one_cpu);
    EXPECT_EQ(usable_cpus(), 1);
    EXPECT_EQ(place.cores(), 1);
  }
  EXPECT_EQ(usable_cpus(), before);
}

TEST(placement, spread_pins_every_worker_to_one_cpu) {
  const placement place(placement_policy::spread);
  std::jthread([&] {
    place.place_worker(5);
    EXPECT_EQ(usable_cpus(), 1);
  }).join();
}

TEST(placement, spread_uses_different_cpus_where_there_are_several) {
  const placement place(placement_policy::spread);
  if (place.cores() < 2) return;
  int first = -1;
  int second = -1;
  std::jthread([&] { place.place_worker(0), first = sched_getcpu(); }).join();
  std::jthread([&] { place.place_worker(1), second = sched_getcpu(); }).join();
  EXPECT_NE(first, second);
}

int last_cpu() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  int last = -1;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) last = cpu;
  return last;
}

TEST(placement, spread_pins_who_hands_tasks_to_workers_to_the_last_cpu) {
  const int last = last_cpu();
  const placement place(placement_policy::spread);
  std::jthread([&] {
    place.place_submitter();
    EXPECT_EQ(usable_cpus(), 1);
    EXPECT_EQ(sched_getcpu(), last);
  }).join();
}

const runner_descriptor& runner_named(std::string_view name) {
  return **std::ranges::find(all_runners(), name, &runner_descriptor::name);
}
const workload_descriptor& workload_named(std::string_view name) {
  return **std::ranges::find(all_workloads(), name, &workload_descriptor::name);
}

// In each of these, who hands the tasks over is none of the workers.
TEST(placement, spread_binds_the_submitters_of_models_that_have_one) {
  const int last = last_cpu();
  const workload_descriptor& noop = workload_named("noop");
  const auto work = noop.make(noop.defaults());
  for (const char* const name :
       {"thread_per_task", "futures", "thread_pool_outside", "process_pool", "process_per_task"}) {
    const staged batch(noop, *work, runner_named(name), 1, placement_policy::spread);
    EXPECT_EQ(usable_cpus(), 1) << name;
    EXPECT_EQ(last_cpu(), last) << name;
  }
}

// The caller's thread, one of the arena's, is the same in all of them.
TEST(placement, spread_binds_the_threads_of_every_arena) {
  const workload_descriptor& fib = workload_named("fib");
  const auto work = fib.make(defaults_but(fib, {{"n", "20"}}));
  for (int arena = 0; arena < 2; ++arena) {
    staged tree(fib, *work, runner_named("tbb_tasks"), 1, placement_policy::spread);
    tree.run(1);
    EXPECT_EQ(usable_cpus(), 1) << arena;
  }
}

TEST(placement, apart_leaves_the_last_cpu_to_the_peer) {
  const int before = usable_cpus();
  const int last = last_cpu();
  {
    const placement place(placement_policy::apart);
    EXPECT_EQ(usable_cpus(), std::max(1, before - 1));
    EXPECT_LE(place.cores(), std::max(1, before - 1));
    place.place_worker(0);
    place.place_submitter();
    EXPECT_EQ(usable_cpus(), std::max(1, before - 1)) << "workers are free";
    const pid_t peer = ::fork();
    if (peer == 0) {
      ::pause();
      ::_exit(0);
    }
    place.place_peer(peer);
    cpu_set_t set;
    CPU_ZERO(&set);
    EXPECT_EQ(sched_getaffinity(peer, sizeof set, &set), 0);
    EXPECT_EQ(CPU_COUNT(&set), 1);
    EXPECT_TRUE(CPU_ISSET(static_cast<std::size_t>(last), &set));
    ::kill(peer, SIGKILL);
    ::waitpid(peer, nullptr, 0);
  }
  EXPECT_EQ(usable_cpus(), before);
}

TEST(placement, is_found_by_the_name_it_prints) {
  for (const auto policy :
       {placement_policy::free, placement_policy::one_cpu, placement_policy::spread, placement_policy::apart})
    EXPECT_EQ(placement_named(name_of(policy)), policy);
  EXPECT_EQ(placement_named("everywhere"), std::nullopt);
}

}  // namespace
}  // namespace interleave
