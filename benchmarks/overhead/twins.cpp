// Thread, TBB and Asio twins; those that fork stand in process_twins.cpp.
#include "benchmarks/overhead/twins.hpp"

#include "benchmarks/overhead/process_twins.hpp"
#include "workloads/cpu_spin.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <boost/context/fiber.hpp>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/combinable.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace interleave {
namespace {

std::uint64_t task(std::uint64_t id, std::int64_t steps) {
  return spin(id % 16, steps);
}

class sequential_twin final : public twin {
 public:
  explicit sequential_twin(std::int64_t steps) : steps_(steps) {}
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) sum += task(id, steps_);
    return sum;
  }

 private:
  std::int64_t steps_;
};

// A new thread for every task, let go of at once; a semaphore keeps in_flight of them at most and tells when all ended.
class thread_per_task_twin final : public twin {
 public:
  thread_per_task_twin(std::int64_t steps, int in_flight) : steps_(steps), in_flight_(in_flight) {}
  std::uint64_t run(std::uint64_t tasks) override {
    sum_ = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      room_.acquire();
      std::thread([this, id] {
        sum_ += task(id, steps_);
        room_.release();
      }).detach();
    }
    for (int i = 0; i < in_flight_; ++i) room_.acquire();
    room_.release(in_flight_);
    return sum_;
  }

 private:
  std::int64_t steps_;
  int in_flight_;
  std::atomic<std::uint64_t> sum_{0};
  std::counting_semaphore<> room_{in_flight_};
};

// std::async for every task, and a list of the places that are free. Collecting the oldest future instead, without a
// list, took 1.6 times as long: whoever starts the threads then sleeps for nearly every one of them.
class futures_twin final : public twin {
 public:
  futures_twin(std::int64_t steps, int in_flight) : steps_(steps), window_(static_cast<std::size_t>(in_flight)) {
    for (auto& place : window_) free_.push_back(&place);
  }
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      future* const place = take_free();
      if (place->valid()) sum += place->get();
      *place = std::async(std::launch::async, [this, id, place] {
        const std::uint64_t result = task(id, steps_);
        give_back(place);
        return result;
      });
    }
    for (future& last : window_)
      if (last.valid()) sum += last.get();
    return sum;
  }

 private:
  using future = std::future<std::uint64_t>;
  future* take_free() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    future* const place = free_.back();
    free_.pop_back();
    return place;
  }
  void give_back(future* place) {
    const std::lock_guard lock(mutex_);
    free_.push_back(place);
    freed_.notify_one();
  }
  std::int64_t steps_;
  std::vector<future> window_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<future*> free_;
};

// Threads that stand ready; each runs `body` once per run().
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

// What threads that take tasks from one counter share.
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
    for (std::uint64_t id = 0; (id = next.fetch_add(1, std::memory_order_relaxed)) < tasks;) mine += task(id, steps);
    sum += mine;
  }
};

class thread_pool_twin final : public twin {
 public:
  thread_pool_twin(std::int64_t steps, int threads) : threads_(threads, [this, steps](int) { work_.drain(steps); }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    threads_.run();
    return work_.sum;
  }

 private:
  shared_work work_;
  standing_threads threads_;
};

// The task reaches no checkpoint and blocks nowhere: the lock changes hands only where a thread has run out of tasks,
// as any mutex does.
class gil_threads_twin final : public twin {
 public:
  gil_threads_twin(std::int64_t steps, int threads)
      : threads_(threads, [this, steps](int) {
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
  tbb_twin(std::int64_t steps, int threads)
      : steps_(steps),
        limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
        arena_(threads) {}
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
            for (std::uint64_t id = range.begin(); id < range.end(); ++id) sum += task(id, steps_);
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

asio::awaitable<void> drain_on_loop(shared_work& work, std::int64_t steps) {
  work.drain(steps);
  co_return;
}

class coroutines_twin final : public twin {
 public:
  explicit coroutines_twin(std::int64_t steps) : steps_(steps) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    loop_.restart();
    asio::co_spawn(loop_, drain_on_loop(work_, steps_), asio::detached);
    loop_.run();
    return work_.sum;
  }

 private:
  std::int64_t steps_;
  shared_work work_;
  asio::io_context loop_{1};
};

// Tasks that only compute never pause: one fiber runs them all.
class fibers_twin final : public twin {
 public:
  explicit fibers_twin(std::int64_t steps) : steps_(steps) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    boost::context::fiber([this](boost::context::fiber&& back) {
      work_.drain(steps_);
      return std::move(back);
    }).resume();
    return work_.sum;
  }

 private:
  std::int64_t steps_;
  shared_work work_;
};

asio::awaitable<void> one_task(std::uint64_t id, std::int64_t steps, std::uint64_t& sum) {
  sum += task(id, steps);
  co_return;
}

class coroutine_per_task_twin final : public twin {
 public:
  coroutine_per_task_twin(std::int64_t steps, int in_flight) : steps_(steps), in_flight_(in_flight) {}
  std::uint64_t run(std::uint64_t tasks) override {
    next_ = 0;
    tasks_ = tasks;
    sum_ = 0;
    loop_.restart();
    for (int i = 0; i < in_flight_; ++i) spawn_next();
    loop_.run();
    return sum_;
  }

 private:
  void spawn_next() {
    if (next_ == tasks_) return;
    asio::co_spawn(loop_, one_task(next_++, steps_, sum_), [this](const std::exception_ptr&) { spawn_next(); });
  }
  std::int64_t steps_;
  int in_flight_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  asio::io_context loop_{1};
};

class loop_per_core_twin final : public twin {
 public:
  loop_per_core_twin(std::int64_t steps, int threads)
      : threads_(threads, [this, steps](int) {
          asio::io_context loop(1);
          asio::co_spawn(loop, drain_on_loop(work_, steps), asio::detached);
          loop.run();
        }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    threads_.run();
    return work_.sum;
  }

 private:
  shared_work work_;
  standing_threads threads_;
};

class multi_thread_twin final : public twin {
 public:
  multi_thread_twin(std::int64_t steps, int threads) : steps_(steps), count_(threads), loop_(threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { loop_.run(); });
  }
  ~multi_thread_twin() override { stays_open_.reset(); }
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    std::counting_semaphore<> done(0);
    for (int i = 0; i < count_; ++i)
      asio::co_spawn(loop_, drain_on_loop(work_, steps_), [&](const std::exception_ptr&) { done.release(); });
    for (int i = 0; i < count_; ++i) done.acquire();
    return work_.sum;
  }

 private:
  std::int64_t steps_;
  int count_;
  shared_work work_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> stays_open_{loop_.get_executor()};
  std::vector<std::jthread> threads_;
};

class callbacks_twin final : public twin {
 public:
  explicit callbacks_twin(std::int64_t steps) : steps_(steps) {}
  std::uint64_t run(std::uint64_t tasks) override {
    next_ = 0;
    tasks_ = tasks;
    sum_ = 0;
    loop_.restart();
    post_next();
    loop_.run();
    return sum_;
  }

 private:
  void post_next() {
    if (next_ == tasks_) return;
    asio::post(loop_, [this, id = next_++] {
      sum_ += task(id, steps_);
      post_next();
    });
  }
  std::int64_t steps_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  asio::io_context loop_{1};
};

// Chains of hand-overs: on the loop each takes a task and sends it to the pool, there it is run and sent back.
class offload_twin final : public twin {
 public:
  offload_twin(std::int64_t steps, int threads)
      : steps_(steps), threads_(threads), pool_(static_cast<std::size_t>(threads)) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    loop_.restart();
    for (int i = 0; i < threads_; ++i) asio::co_spawn(loop_, hand_over(), asio::detached);
    loop_.run();
    return work_.sum;
  }

 private:
  asio::awaitable<void> hand_over() {
    for (std::uint64_t id = 0; (id = work_.next.fetch_add(1, std::memory_order_relaxed)) < work_.tasks;) {
      co_await asio::post(asio::bind_executor(pool_, asio::use_awaitable));
      work_.sum += task(id, steps_);
      co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
    }
  }
  std::int64_t steps_;
  int threads_;
  shared_work work_;
  asio::thread_pool pool_;
  asio::io_context loop_{1};
};

}  // namespace

std::unique_ptr<twin> twin_of(std::string_view runner, std::int64_t steps, int in_flight, int cores) {
  const int workers = std::min(in_flight, cores);
  if (runner == "sequential") return std::make_unique<sequential_twin>(steps);
  if (runner == "thread_per_task") return std::make_unique<thread_per_task_twin>(steps, in_flight);
  if (runner == "futures") return std::make_unique<futures_twin>(steps, in_flight);
  if (runner == "gil_threads") return std::make_unique<gil_threads_twin>(steps, workers);
  // With tasks that only compute, hybrid is a thread pool.
  if (runner == "thread_pool" || runner == "hybrid") return std::make_unique<thread_pool_twin>(steps, workers);
  if (runner == "tbb_tasks") return std::make_unique<tbb_twin>(steps, workers);
  if (runner == "process_per_task") return make_process_per_task_twin(steps, in_flight);
  if (runner == "process_pool" || runner == "prefork_loops") return make_process_pool_twin(steps, workers);
  if (runner == "coroutines") return std::make_unique<coroutines_twin>(steps);
  if (runner == "coroutine_per_task") return std::make_unique<coroutine_per_task_twin>(steps, in_flight);
  if (runner == "fibers") return std::make_unique<fibers_twin>(steps);
  if (runner == "loop_per_core") return std::make_unique<loop_per_core_twin>(steps, workers);
  if (runner == "coroutines_multi_thread") return std::make_unique<multi_thread_twin>(steps, workers);
  if (runner == "callbacks") return std::make_unique<callbacks_twin>(steps);
  if (runner == "coroutines_offload") return std::make_unique<offload_twin>(steps, workers);
  throw std::invalid_argument("no twin is written for the runner '" + std::string(runner) + "'");
}

}  // namespace interleave
