// Twins of models made of threads, including TBB's tasks.
#include "benchmarks/overhead/standing_threads.hpp"
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/combinable.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace interleave {
namespace {

class sequential_twin final : public twin {
 public:
  explicit sequential_twin(const twin_setup& setup) : steps_(setup.steps) {}
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) sum += spin_task(id, steps_);
    return sum;
  }

 private:
  std::int64_t steps_;
};

// Which slots are free. A std::counting_semaphore would be shorter, but libstdc++'s yields the CPU before it sleeps,
// and beside other programs that took ten times as long.
class free_places {
 public:
  explicit free_places(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) free_.push_back(i);
  }
  std::size_t count() const { return free_.size(); }
  std::size_t take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    const std::size_t i = free_.back();
    free_.pop_back();
    return i;
  }
  void give_back(std::size_t i) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(i);
    }
    freed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::size_t> free_;
};

// A new thread for every task. A slot's last thread is joined after the next one has been started, by when it has
// usually ended; its stack can then be reused by a later thread. With detached threads it took 1.4 times as long: the
// stack of a thread that is still ending cannot be reused yet, so every fifth thread maps a new one and unmaps it.
class thread_per_task_twin final : public twin {
 public:
  explicit thread_per_task_twin(const twin_setup& setup)
      : steps_(setup.steps), free_(static_cast<std::size_t>(setup.in_flight)), window_(free_.count()) {}
  std::uint64_t run(std::uint64_t tasks) override {
    sum_ = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      const std::size_t i = free_.take();
      std::thread started([this, id, i] {
        sum_ += spin_task(id, steps_);
        free_.give_back(i);
      });
      if (window_[i].joinable()) window_[i].join();
      window_[i] = std::move(started);
    }
    for (std::thread& last : window_)
      if (last.joinable()) last.join();
    return sum_;
  }

 private:
  std::int64_t steps_;
  std::atomic<std::uint64_t> sum_{0};
  free_places free_;
  std::vector<std::thread> window_;
};

// std::async for every task. Waiting for the oldest future instead of one whose task is done took 1.6 times as long,
// because the starting thread then sleeps for nearly every task.
class futures_twin final : public twin {
 public:
  explicit futures_twin(const twin_setup& setup)
      : steps_(setup.steps), free_(static_cast<std::size_t>(setup.in_flight)), window_(free_.count()) {}
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      const std::size_t i = free_.take();
      if (window_[i].valid()) sum += window_[i].get();
      window_[i] = std::async(std::launch::async, [this, id, i] {
        const std::uint64_t result = spin_task(id, steps_);
        free_.give_back(i);
        return result;
      });
    }
    for (std::future<std::uint64_t>& last : window_)
      if (last.valid()) sum += last.get();
    return sum;
  }

 private:
  std::int64_t steps_;
  free_places free_;
  std::vector<std::future<std::uint64_t>> window_;
};

class thread_pool_twin final : public twin {
 public:
  explicit thread_pool_twin(const twin_setup& setup)
      : threads_(setup.workers, [this, steps = setup.steps](int) { work_.drain(steps); }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    threads_.run();
    return work_.sum;
  }

 private:
  shared_work work_;
  standing_threads threads_;
};

// The task reaches no checkpoint and blocks nowhere, so the lock only changes hands when a thread has run out of tasks:
// an ordinary mutex does.
class gil_threads_twin final : public twin {
 public:
  explicit gil_threads_twin(const twin_setup& setup)
      : threads_(setup.workers, [this, steps = setup.steps](int) {
          const std::lock_guard held(lock_);
          work_.drain(steps);
        }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    threads_.run();
    return work_.sum;
  }

 private:
  std::mutex lock_;
  shared_work work_;
  standing_threads threads_;
};

class tbb_twin final : public twin {
 public:
  explicit tbb_twin(const twin_setup& setup)
      : steps_(setup.steps),
        limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(setup.workers)),
        arena_(setup.workers) {}
  ~tbb_twin() override {
    arena_.terminate();
    tbb::finalize(handle_, std::nothrow);
  }
  std::uint64_t run(std::uint64_t tasks) override {
    tbb::combinable<std::uint64_t> sums;
    arena_.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<std::uint64_t>(0, tasks, 1),
          [&](const tbb::blocked_range<std::uint64_t>& range) {
            std::uint64_t& sum = sums.local();
            for (std::uint64_t id = range.begin(); id < range.end(); ++id) sum += spin_task(id, steps_);
          },
          tbb::simple_partitioner());
    });
    return sums.combine(std::plus<>());
  }

 private:
  std::int64_t steps_;
  tbb::task_scheduler_handle handle_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

constexpr std::array list{
    batch_twin{"sequential", make_twin<sequential_twin>},
    batch_twin{"thread_per_task", make_twin<thread_per_task_twin>},
    batch_twin{"futures", make_twin<futures_twin>},
    batch_twin{"thread_pool", make_twin<thread_pool_twin>},
    // With tasks that only compute, hybrid is a thread pool.
    batch_twin{"hybrid", make_twin<thread_pool_twin>},
    batch_twin{"tbb_tasks", make_twin<tbb_twin>},
    batch_twin{"gil_threads", make_twin<gil_threads_twin>},
};

}  // namespace

const std::span<const batch_twin> thread_twins = list;

}  // namespace interleave
