// Twins of the models that use Asio's event loops or fibers.
#include "benchmarks/overhead/standing_threads.hpp"
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <atomic>
#include <semaphore>
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

namespace interleave {
namespace {

asio::awaitable<void> drain_on_loop(shared_work& work, std::int64_t steps) {
  work.drain(steps);
  co_return;
}

class coroutines_twin final : public twin {
 public:
  explicit coroutines_twin(const twin_setup& setup) : steps_(setup.steps) {}
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

// Tasks that only compute never suspend, so one fiber runs them all.
class fibers_twin final : public twin {
 public:
  explicit fibers_twin(const twin_setup& setup) : steps_(setup.steps) {}
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
  sum += spin_task(id, steps);
  co_return;
}

class coroutine_per_task_twin final : public twin {
 public:
  explicit coroutine_per_task_twin(const twin_setup& setup) : steps_(setup.steps), in_flight_(setup.in_flight) {}
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
  explicit loop_per_core_twin(const twin_setup& setup)
      : threads_(setup.workers, [this, steps = setup.steps](int) {
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
  explicit multi_thread_twin(const twin_setup& setup) : steps_(setup.steps), count_(setup.workers), loop_(count_) {
    for (int i = 0; i < count_; ++i) threads_.emplace_back([this] { loop_.run(); });
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
  explicit callbacks_twin(const twin_setup& setup) : steps_(setup.steps) {}
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
      sum_ += spin_task(id, steps_);
      post_next();
    });
  }
  std::int64_t steps_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  asio::io_context loop_{1};
};

// Each coroutine on the loop takes a task, hands it to the pool to be run, and continues on the loop when it is done.
class offload_twin final : public twin {
 public:
  explicit offload_twin(const twin_setup& setup)
      : steps_(setup.steps), threads_(setup.workers), pool_(static_cast<std::size_t>(threads_)) {}
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
      work_.sum += spin_task(id, steps_);
      co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
    }
  }
  std::int64_t steps_;
  int threads_;
  shared_work work_;
  asio::thread_pool pool_;
  asio::io_context loop_{1};
};

constexpr std::array list{
    batch_twin{"coroutines", make_twin<coroutines_twin>},
    batch_twin{"coroutine_per_task", make_twin<coroutine_per_task_twin>},
    batch_twin{"fibers", make_twin<fibers_twin>},
    batch_twin{"callbacks", make_twin<callbacks_twin>},
    batch_twin{"loop_per_core", make_twin<loop_per_core_twin>},
    batch_twin{"coroutines_multi_thread", make_twin<multi_thread_twin>},
    batch_twin{"coroutines_offload", make_twin<offload_twin>},
};

}  // namespace

const std::span<const batch_twin> loop_twins = list;

}  // namespace interleave
