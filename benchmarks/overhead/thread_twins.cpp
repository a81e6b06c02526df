// Twins of models made of threads, including OpenMP's and TBB's.
#include "benchmarks/overhead/standing_threads.hpp"
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <execution>
#include <future>
#include <latch>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <omp.h>
#include <oneapi/tbb/global_control.h>
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
    const std::size_t i = free_.front();
    free_.pop_front();
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
  std::deque<std::size_t> free_;
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

// Clients each of which submits its next task from the worker that has done its last one. Workers::run(clients, start)
// calls start() and returns when finished() has been called once for each client.
template <class Workers>
class clients_twin final : public twin {
 public:
  explicit clients_twin(const twin_setup& setup)
      : steps_(setup.steps), sums_(static_cast<std::size_t>(setup.in_flight)), workers_(setup.workers) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    for (own_sum& client : sums_) client.value = 0;
    workers_.run(sums_.size(), [this] {
      for (own_sum& client : sums_) submit_next(client);
    });
    return total(sums_);
  }

 private:
  void submit_next(own_sum& client) {
    std::uint64_t id = 0;
    if (!work_.claim(id)) return workers_.finished();
    workers_.submit([this, &client, id] {
      client.value += spin_task(id, steps_);
      submit_next(client);
    });
  }
  std::int64_t steps_;
  shared_work work_;
  std::vector<own_sum> sums_;
  Workers workers_;
};

class waited_for_by_a_latch {
 public:
  void run(std::size_t clients, auto start) {
    std::latch done(static_cast<std::ptrdiff_t>(clients));
    done_ = &done;
    start();
    done.wait();
  }
  void finished() { done_->count_down(); }

 private:
  std::latch* done_ = nullptr;
};

class pool_workers : public waited_for_by_a_latch {
 public:
  explicit pool_workers(int count) : pool_(static_cast<std::size_t>(count)) {}
  void submit(auto task) { asio::post(pool_, std::move(task)); }

 private:
  asio::thread_pool pool_;
};

class thread_pool_outside_twin final : public twin {
 public:
  explicit thread_pool_outside_twin(const twin_setup& setup)
      : steps_(setup.steps),
        free_(static_cast<std::size_t>(setup.in_flight)),
        sums_(free_.count()),
        pool_(static_cast<std::size_t>(setup.workers)) {}
  std::uint64_t run(std::uint64_t tasks) override {
    for (own_sum& client : sums_) client.value = 0;
    for (std::uint64_t id = 0; id < tasks; ++id)
      asio::post(pool_, [this, id, i = free_.take()] {
        sums_[i].value += spin_task(id, steps_);
        free_.give_back(i);
      });
    // Whoever has taken all places knows that no task is running.
    for (std::size_t i = 0; i < sums_.size(); ++i) free_.take();
    for (std::size_t i = sums_.size(); i-- > 0;) free_.give_back(i);
    return total(sums_);
  }

 private:
  std::int64_t steps_;
  free_places free_;
  std::vector<own_sum> sums_;
  asio::thread_pool pool_;
};

class openmp_for_twin final : public twin {
 public:
  explicit openmp_for_twin(const twin_setup& setup) : steps_(setup.steps), threads_(setup.workers) {}
  ~openmp_for_twin() override { omp_pause_resource_all(omp_pause_hard); }
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
#pragma omp parallel for num_threads(threads_) schedule(dynamic, 1) reduction(+ : sum)
    for (std::uint64_t id = 0; id < tasks; ++id) sum += spin_task(id, steps_);
    return sum;
  }

 private:
  std::int64_t steps_;
  int threads_;
};

class openmp_workers {
 public:
  explicit openmp_workers(int count) : count_(count) {}
  ~openmp_workers() { omp_pause_resource_all(omp_pause_hard); }
  openmp_workers(const openmp_workers&) = delete;
  openmp_workers& operator=(const openmp_workers&) = delete;

  // The end of the region waits for all tasks.
  void run(std::size_t, auto start) {
#pragma omp parallel num_threads(count_)
#pragma omp single
    start();
  }
  void submit(auto task) {
#pragma omp task firstprivate(task)
    task();
  }
  void finished() {}

 private:
  int count_;
};

// The task reaches no checkpoint and blocks nowhere, so the lock only changes hands when a thread has run out of tasks:
// an ordinary mutex does.
class gil_threads_twin final : public twin {
 public:
  explicit gil_threads_twin(const twin_setup& setup)
      : in_flight_(setup.in_flight), threads_(setup.workers, [this, steps = setup.steps](int) { work(steps); }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    next_ = 0;
    tasks_ = tasks;
    sum_ = 0;
    for (int i = 0; i < in_flight_; ++i) submit_next();
    threads_.run();
    return sum_;
  }

 private:
  void submit_next() {
    if (next_ < tasks_) queue_.push_back(next_++);
  }
  void work(std::int64_t steps) {
    const std::lock_guard held(lock_);
    while (!queue_.empty()) {
      const std::uint64_t id = queue_.front();
      queue_.pop_front();
      sum_ += spin_task(id, steps);
      submit_next();
    }
  }
  int in_flight_;
  std::mutex lock_;
  std::deque<std::uint64_t> queue_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  standing_threads threads_;
};

// TBB with as many threads as there are workers, which have ended when this is gone. `callers`: threads besides its own
// that run tasks of the arena, while they wait for them.
class tbb_arena {
 public:
  tbb_arena(int workers, unsigned callers)
      : limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers) + 1 - callers),
        arena_(workers, callers) {}
  ~tbb_arena() {
    arena_.terminate();
    tbb::finalize(handle_, std::nothrow);
  }
  void execute(auto&& what) { arena_.execute(what); }
  void enqueue(auto what) { arena_.enqueue(std::move(what)); }

 private:
  tbb::task_scheduler_handle handle_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

class tbb_workers : public waited_for_by_a_latch {
 public:
  explicit tbb_workers(int count) : arena_(count, 0) {}
  void submit(auto task) { arena_.enqueue(std::move(task)); }

 private:
  tbb_arena arena_;
};

class parallel_algorithm_twin final : public twin {
 public:
  explicit parallel_algorithm_twin(const twin_setup& setup) : steps_(setup.steps), arena_(setup.workers, 1) {}
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    using ids = boost::counting_iterator<std::uint64_t>;
    arena_.execute([&] {
      sum = std::transform_reduce(std::execution::par, ids(0), ids(tasks), std::uint64_t{0}, std::plus<>(),
                                  [this](std::uint64_t id) { return spin_task(id, steps_); });
    });
    return sum;
  }

 private:
  std::int64_t steps_;
  tbb_arena arena_;
};

constexpr std::array list{
    batch_twin{"sequential", make_twin<sequential_twin>},
    batch_twin{"thread_per_task", make_twin<thread_per_task_twin>},
    batch_twin{"futures", make_twin<futures_twin>},
    batch_twin{"thread_pool", make_twin<clients_twin<pool_workers>>},
    batch_twin{"thread_pool_outside", make_twin<thread_pool_outside_twin>},
    batch_twin{"openmp_for", make_twin<openmp_for_twin>},
    batch_twin{"openmp_tasks", make_twin<clients_twin<openmp_workers>>},
    batch_twin{"parallel_algorithm", make_twin<parallel_algorithm_twin>},
    batch_twin{"tbb_tasks", make_twin<clients_twin<tbb_workers>>},
    batch_twin{"gil_threads", make_twin<gil_threads_twin>},
};

}  // namespace

const std::span<const batch_twin> thread_twins = list;

}  // namespace interleave
