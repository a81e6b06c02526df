// Shared by the twins: the tasks that are left, and threads that stand ready.
#pragma once

#include "workloads/cpu_spin.hpp"

#include <atomic>
#include <barrier>
#include <functional>
#include <thread>
#include <vector>

namespace interleave {

inline std::uint64_t spin_task(std::uint64_t id, std::int64_t steps) {
  return spin(id % 16, steps);
}

// Threads that are kept waiting between runs; each runs `body` once per run().
class standing_threads {
 public:
  standing_threads(int count, std::function<void(int)> body)
      : start_(count + 1), end_(count + 1), body_(std::move(body)) {
    for (int i = 0; i < count; ++i)
      threads_.emplace_back([this, i] {
        while (true) {
          start_.arrive_and_wait();
          if (ending_) return;
          body_(i);
          end_.arrive_and_wait();
        }
      });
  }
  ~standing_threads() {
    ending_ = true;
    start_.arrive_and_wait();
  }
  void run() {
    start_.arrive_and_wait();
    end_.arrive_and_wait();
  }

 private:
  std::barrier<> start_;
  std::barrier<> end_;
  std::function<void(int)> body_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

struct shared_work {
  std::atomic<std::uint64_t> next{0};
  std::uint64_t tasks = 0;

  void begin(std::uint64_t count) {
    next = 0;
    tasks = count;
  }
  // The next task, if there is one left.
  bool claim(std::uint64_t& id) { return (id = next.fetch_add(1, std::memory_order_relaxed)) < tasks; }
};

// The same where one thread takes every task.
struct own_work {
  std::uint64_t next = 0;
  std::uint64_t tasks = 0;

  void begin(std::uint64_t count) {
    next = 0;
    tasks = count;
  }
  bool claim(std::uint64_t& id) { return (id = next++) < tasks; }
};

// A sum that one client or worker adds to at a time.
struct alignas(128) own_sum {
  std::uint64_t value = 0;
};
inline std::uint64_t total(const std::vector<own_sum>& sums) {
  std::uint64_t all = 0;
  for (const own_sum& one : sums) all += one.value;
  return all;
}

}  // namespace interleave
