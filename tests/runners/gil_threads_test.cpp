// Threads under one lock, by counts: no two compute at once, and a thread that computes without end does not keep the
// others out. That waits overlap is tested for every runner by in_flight_test.cpp.
#include "tests/runners/run_batch.hpp"
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"

#include <array>
#include <thread>

#include <gtest/gtest.h>

namespace interleave {

extern const runner_descriptor gil_threads_runner;

// Computes, waits and computes, and counts how many tasks compute at once.
struct counting_computers {
  static inline std::atomic<int> computing{0};
  static inline std::atomic<int> most{0};

  explicit counting_computers(const parameter_values&) { most = 0; }

  static void compute() {
    const int now = ++computing;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();  // if another task may compute at the same time, it does so now
    --computing;
  }

  template <class Io>
  struct client {
    client(const counting_computers&, Io& policy) : io(policy) {}
    typename Io::template task<digest> run(task_id) {
      for (int step = 0; step < 50; ++step) {
        compute();
        checkpoint();
      }
      co_await io.wait(std::chrono::microseconds(10));
      compute();
      co_return 0;
    }
    Io& io;
  };
  std::vector<digest> expected() const { return {0}; }
};

// Every other task computes until one of the others has run.
struct computers_that_need_another {
  static inline std::atomic<int> others{0};

  explicit computers_that_need_another(const parameter_values&) { others = 0; }

  template <class Io>
  struct client {
    client(const computers_that_need_another&, Io&) {}
    typename Io::template task<digest> run(task_id id) {
      if (id % 2 == 1) {
        ++others;
        co_return 0;
      }
      const auto wanted = static_cast<int>(id / 2) + 1;
      // Bounded, so that a lock that is never handed over fails instead of hanging.
      const auto start = std::chrono::steady_clock::now();
      while (others < wanted && std::chrono::steady_clock::now() - start < std::chrono::seconds(60)) checkpoint();
      co_return others < wanted ? 1 : 0;
    }
  };
  std::vector<digest> expected() const { return {0}; }
};

namespace {

constexpr workload_descriptor counted_computers = describe<counting_computers>({
    .name = "counting_computers",
    .kind = workload_kind::mixed,
    .summary = "counts how many tasks compute at once",
});
constexpr workload_descriptor needing = describe<computers_that_need_another>({
    .name = "computers_that_need_another",
    .kind = workload_kind::mixed,
    .summary = "computes until another task has run",
});

TEST(gil_threads, never_compute_two_at_a_time) {
  const auto work = counted_computers.make(counted_computers.defaults());
  staged batch(counted_computers, *work, gil_threads_runner, 8);
  batch.run(400);
  EXPECT_EQ(batch.running().workers(), 8);
  EXPECT_EQ(counting_computers::most, 1);
}

TEST(gil_threads, that_compute_let_another_in) {
  const auto work = needing.make(needing.defaults());
  staged batch(needing, *work, gil_threads_runner, 2);
  batch.run(8);
  const counters c = batch.running().measured();
  EXPECT_GT(c.at("lock_hand_overs_per_task"), 0);
  EXPECT_GT(c.at("lock_waits_per_task"), 0);
}

TEST(gil_threads, forget_the_batch_before) {
  const auto work = needing.make(needing.defaults());
  staged batch(needing, *work, gil_threads_runner, 2);
  batch.run(2);
  EXPECT_GT(batch.running().measured().at("lock_hand_overs_per_task"), 0);
  batch.run(1);  // finds that another has run already, and computes nothing
  EXPECT_EQ(batch.running().measured().at("lock_hand_overs_per_task"), 0);
}

}  // namespace
}  // namespace interleave
