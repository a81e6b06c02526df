// Shared by the twins whose threads or loops take tasks from one counter.
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
  std::atomic<std::uint64_t> sum{0};

  void begin(std::uint64_t count) {
    next = 0;
    sum = 0;
    tasks = count;
  }
  void drain(std::int64_t steps) {
    std::uint64_t mine = 0;
    for (std::uint64_t id = 0; (id = next.fetch_add(1, std::memory_order_relaxed)) < tasks;)
      mine += spin_task(id, steps);
    sum += mine;
  }
};

}  // namespace interleave
