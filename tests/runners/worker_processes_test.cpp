// Standing worker processes: batches run in all of them, and if one dies, the batch fails instead of waiting for it.
#include "runners/worker_processes.hpp"

#include "tests/support/error_of.hpp"
#include "tests/support/process_census.hpp"
#include "workloads/failures.hpp"

#include <stdexcept>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

namespace interleave {
namespace {

TEST(worker_processes, run_every_batch_in_every_worker) {
  shared_array<std::atomic<int>> runs(3);
  const placement place(placement_policy::free);
  worker_processes workers(3, place, [&](int index) -> std::function<void()> {
    return [&runs, index] { ++runs[static_cast<std::size_t>(index)]; };
  });
  for (int i = 0; i < 5; ++i) workers.run_batch();
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(runs[i], 5);
}

TEST(worker_processes, that_stand_by_for_good_are_not_waited_for_but_watched) {
  shared_array<std::atomic<int>> runs(2);
  const placement place(placement_policy::free);
  worker_processes workers(2, place, [&](int index) -> std::function<void()> {
    if (index == 0) return [&runs] { ++runs[0]; };
    return [&runs] {
      while (runs[0] < 3) usleep(100);
      kill(getpid(), SIGKILL);
    };
  });
  workers.start(1);
  const std::string death = error_of([&] {
    while (true) workers.run_batch(1);
  });
  EXPECT_GE(runs[0], 3);
  EXPECT_EQ(death, "a worker process was lost: signal 9 (Killed)");
}

TEST(worker_processes, that_crash_are_reported_with_the_signal) {
  const placement place(placement_policy::free);
  worker_processes workers(3, place, [&](int index) -> std::function<void()> {
    return [index] {
      if (index == 1) kill(getpid(), SIGKILL);
      if (index == 2) pause();  // a sibling that never finishes must not hide the crash
    };
  });
  EXPECT_THROW(workers.run_batch(), killed);
}

TEST(worker_processes, that_exit_are_reported_with_the_code) {
  const placement place(placement_policy::free);
  worker_processes workers(2, place, [&](int) -> std::function<void()> { return [] { _exit(3); }; });
  EXPECT_EQ(error_of([&] { workers.run_batch(); }), "a worker process was lost: exit code 3");
}

TEST(worker_processes, that_cannot_be_prepared_say_why_and_leave_nothing) {
  const process_census before = take_census();
  const placement place(placement_policy::free);
  EXPECT_EQ(error_of([&] {
              worker_processes(3, place, [](int index) -> std::function<void()> {
                if (index == 2) throw std::runtime_error("no connection to be had");
                return [] {};
              });
            }),
            "a worker process failed: no connection to be had");
  EXPECT_EQ(take_census(), before);
}

// A worker that may not open files cannot have read its own figures.
TEST(worker_processes, are_looked_at_by_their_owner) {
  const placement place(placement_policy::free);
  worker_processes workers(2, place, [](int) -> std::function<void()> {
    return [] {
      const rlimit none{0, 0};
      setrlimit(RLIMIT_NOFILE, &none);
    };
  });
  workers.run_batch();
  EXPECT_GT(workers.memory().largest, 0U);
  EXPECT_GT(workers.memory().sum, workers.memory().largest);
}

TEST(worker_processes, end_with_their_owner_even_when_busy) {
  const process_census before = take_census();
  {
    const placement place(placement_policy::free);
    worker_processes workers(4, place, [](int) -> std::function<void()> { return [] {}; });
    workers.run_batch();
  }
  EXPECT_EQ(take_census(), before);
}

}  // namespace
}  // namespace interleave
