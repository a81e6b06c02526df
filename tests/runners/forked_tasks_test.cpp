// A forked process that fails before its task begins: it ends there and then, and never runs what called the runner.
#include "runners/herds/herd.hpp"
#include "tests/runners/run_batch.hpp"
#include "tests/support/error_of.hpp"
#include "workloads/shared_memory.hpp"

#include <atomic>
#include <cerrno>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<bool> affinity_is_refused{false};

}  // namespace

// In place of the C library's: what the kernel does to a process that is placed on a core just taken away.
extern "C" int sched_setaffinity(pid_t process, std::size_t size, const cpu_set_t* cpus) noexcept {
  if (affinity_is_refused) {
    errno = EINVAL;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_sched_setaffinity, process, size, cpus));
}

namespace interleave {
namespace {

template <class Descriptor>
const Descriptor& named(std::span<const Descriptor* const> all, std::string_view name) {
  for (const Descriptor* d : all)
    if (d->name == name) return *d;
  throw std::out_of_range(std::string(name));
}

// The error of a batch whose forked processes cannot be placed. Counts the processes that get to see its end.
std::string error_unplaced(std::string_view workload_name) {
  const workload_descriptor& described = named(all_workloads(), workload_name);
  const std::unique_ptr<workload> work = described.make(described.defaults());
  staged batch(described, *work, named(all_runners(), "process_per_task"), 2, placement_policy::spread);
  shared_array<std::atomic<int>> returned(1);
  affinity_is_refused = true;
  const std::string error = error_of([&] { batch.run(4); });
  ++returned[0];
  affinity_is_refused = false;
  EXPECT_EQ(returned[0], 1) << "a forked process has returned from the runner";
  return error;
}

TEST(a_forked_task, that_cannot_begin_fails_the_batch_with_its_reason) {
  EXPECT_EQ(error_unplaced("noop"), "a task failed: sched_setaffinity: Invalid argument");
}

TEST(a_forked_task, that_cannot_begin_fails_its_herd) {
  EXPECT_EQ(error_unplaced("idle_tasks"),
            "a task failed: a process of the herd ended before it was let go: signal 6 (Aborted)");
}

}  // namespace
}  // namespace interleave
