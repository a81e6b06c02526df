// The resources that work used, children included.
#include "runners/usage.hpp"

#include "tests/runners/run_batch.hpp"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

TEST(usage, counts_children_that_ended) {
  const resource_usage before = usage_of_ended_children();
  const pid_t child = fork();
  if (child == 0) {
    // Until the child sees that its CPU time has grown, so that no duration of work is assumed.
    while (usage_of_self().cpu_user_ns + usage_of_self().cpu_system_ns < 5'000'000) {
    }
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  const resource_usage used = usage_of_ended_children() - before;
  EXPECT_GE(used.cpu_user_ns + used.cpu_system_ns, 5'000'000U);
}

TEST(usage, peak_memory_falls_back_after_a_reset) {
  // Taken from the system directly: an allocator, or a sanitizer's, may keep freed memory.
  constexpr std::size_t size = 64 << 20;
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  const std::uint64_t with = peak_memory_of_self();
  munmap(memory, size);
  EXPECT_GT(peak_memory_of_self(), with - size / 2);
  reset_peak_memory_of_self();
  EXPECT_LT(peak_memory_of_self(), with - size / 2);
}

// Workers that live on are not waited for, so the kernel does not add up their usage: they must report it themselves.
TEST(usage, of_worker_processes_is_reported_by_the_workers) {
  for (const runner_descriptor* runner : all_runners()) {
    if (runner->name != "process_pool" && runner->name != "prefork_loops") continue;
    const workload_descriptor& descriptor = *all_workloads()[1];
    const auto work = descriptor.make(descriptor.defaults());
    staged batch(descriptor, *work, *runner, 2);
    batch.run(400);
    const resource_usage used = batch.running().worker_usage();
    EXPECT_GT(used.cpu_user_ns + used.cpu_system_ns, 0U) << runner->name;
    EXPECT_GT(batch.running().worker_memory().sum, batch.running().worker_memory().largest) << runner->name;
  }
}

TEST(usage, of_a_process_divides_what_it_shares) {
  constexpr std::size_t size = 64 << 20;
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  reset_peak_memory_of_self();
  const memory_peaks alone = peaks_of(getpid());
  const pid_t child = fork();
  if (child == 0)
    while (true) pause();
  const memory_peaks shared = peaks_of(getpid());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  munmap(memory, size);
  EXPECT_LT(*shared.proportional, *alone.proportional - size / 3);
  EXPECT_GT(shared.sum, size);
}

TEST(usage, of_processes_that_are_gone_is_the_largest_that_one_of_them_noted) {
  private_memory noted;
  for (const std::size_t size : {8U << 20U, 32U << 20U, 1U << 20U}) {
    const pid_t child = fork();
    if (child == 0) {
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
      noted.note_self();
      _exit(0);
    }
    waitpid(child, nullptr, 0);
  }
  EXPECT_GE(noted.largest(), 32U << 20U);
  EXPECT_LT(noted.largest(), 64U << 20U);
}

}  // namespace
}  // namespace interleave
