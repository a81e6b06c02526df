// Twins of the models that use Asio's event loops or fibers.
#include "benchmarks/overhead/standing_threads.hpp"
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <latch>
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
#include <boost/context/protected_fixedsize_stack.hpp>

namespace interleave {
namespace {

// One client: its tasks one after the other, with a turn for the other clients between them.
template <class Work>
asio::awaitable<void> run_client(Work& work, std::int64_t steps, own_sum& sum) {
  std::uint64_t id = 0;
  bool more = work.claim(id);
  while (more) {
    sum.value += spin_task(id, steps);
    more = work.claim(id);
    if (more) co_await asio::post(asio::use_awaitable);
  }
}

class coroutines_twin final : public twin {
 public:
  explicit coroutines_twin(const twin_setup& setup)
      : steps_(setup.steps), sums_(static_cast<std::size_t>(setup.in_flight)) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    loop_.restart();
    for (own_sum& client : sums_) {
      client.value = 0;
      asio::co_spawn(loop_, run_client(work_, steps_, client), asio::detached);
    }
    loop_.run();
    return total(sums_);
  }

 private:
  std::int64_t steps_;
  own_work work_;
  std::vector<own_sum> sums_;
  asio::io_context loop_{1};
};

class fibers_twin final : public twin {
 public:
  explicit fibers_twin(const twin_setup& setup)
      : steps_(setup.steps), paused_(static_cast<std::size_t>(setup.in_flight)) {}
  std::uint64_t run(std::uint64_t tasks) override {
    next_ = 0;
    sum_ = 0;
    tasks_ = tasks;
    loop_.restart();
    for (boost::context::fiber& client : paused_)
      client = boost::context::fiber(std::allocator_arg, stacks_, [this, &client](boost::context::fiber&& back) {
                 return run_client(client, std::move(back));
               }).resume();
    loop_.run();
    return sum_;
  }

 private:
  boost::context::fiber run_client(boost::context::fiber& me, boost::context::fiber&& back) {
    while (next_ < tasks_) {
      sum_ += spin_task(next_++, steps_);
      if (next_ == tasks_) break;
      asio::post(loop_, [&me] { me = std::move(me).resume(); });
      back = std::move(back).resume();
    }
    return std::move(back);
  }
  std::int64_t steps_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  asio::io_context loop_{1};
  boost::context::protected_fixedsize_stack stacks_{std::size_t{128} << 10};
  std::vector<boost::context::fiber> paused_;
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
      : workers_(static_cast<std::size_t>(setup.workers)),
        sums_(static_cast<std::size_t>(setup.in_flight)),
        threads_(setup.workers, [this, steps = setup.steps](int thread) {
          asio::io_context loop(1);
          for (std::size_t i = static_cast<std::size_t>(thread); i < sums_.size(); i += workers_)
            asio::co_spawn(loop, run_client(work_, steps, sums_[i]), asio::detached);
          loop.run();
        }) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    for (own_sum& client : sums_) client.value = 0;
    threads_.run();
    return total(sums_);
  }

 private:
  std::size_t workers_;
  shared_work work_;
  std::vector<own_sum> sums_;
  standing_threads threads_;
};

class multi_thread_twin final : public twin {
 public:
  explicit multi_thread_twin(const twin_setup& setup)
      : steps_(setup.steps), sums_(static_cast<std::size_t>(setup.in_flight)), loop_(setup.workers) {
    for (int i = 0; i < setup.workers; ++i) threads_.emplace_back([this] { loop_.run(); });
  }
  ~multi_thread_twin() override { stays_open_.reset(); }
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    std::latch done(static_cast<std::ptrdiff_t>(sums_.size()));
    for (own_sum& client : sums_) {
      client.value = 0;
      asio::co_spawn(loop_, run_client(work_, steps_, client), [&](const std::exception_ptr&) { done.count_down(); });
    }
    done.wait();
    return total(sums_);
  }

 private:
  std::int64_t steps_;
  shared_work work_;
  std::vector<own_sum> sums_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> stays_open_{loop_.get_executor()};
  std::vector<std::jthread> threads_;
};

class callbacks_twin final : public twin {
 public:
  explicit callbacks_twin(const twin_setup& setup) : steps_(setup.steps), in_flight_(setup.in_flight) {}
  std::uint64_t run(std::uint64_t tasks) override {
    next_ = 0;
    tasks_ = tasks;
    sum_ = 0;
    loop_.restart();
    for (int i = 0; i < in_flight_; ++i) post_next();
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
  int in_flight_;
  std::uint64_t next_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t sum_ = 0;
  asio::io_context loop_{1};
};

// Each coroutine on the loop takes a task, hands it to the pool to be run, and continues on the loop when it is done.
class offload_twin final : public twin {
 public:
  explicit offload_twin(const twin_setup& setup)
      : steps_(setup.steps),
        sums_(static_cast<std::size_t>(setup.in_flight)),
        pool_(static_cast<std::size_t>(setup.workers)) {}
  std::uint64_t run(std::uint64_t tasks) override {
    work_.begin(tasks);
    loop_.restart();
    for (own_sum& client : sums_) {
      client.value = 0;
      asio::co_spawn(loop_, hand_over(client), asio::detached);
    }
    loop_.run();
    return total(sums_);
  }

 private:
  asio::awaitable<void> hand_over(own_sum& client) {
    for (std::uint64_t id = 0; work_.claim(id);) {
      co_await asio::post(asio::bind_executor(pool_, asio::use_awaitable));
      client.value += spin_task(id, steps_);
      co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
    }
  }
  std::int64_t steps_;
  own_work work_;
  std::vector<own_sum> sums_;
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
