// coroutines_offload: one event loop that only waits, and beside it a pool with a thread per core. What a task computes
// is handed to the pool, and its coroutine continues on the loop when the result is there, as with asyncio's
// run_in_executor. A task that only computes is handed over as a whole, so each costs two trips between threads.
#include "runners/batch_loop.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/runner.hpp"
#include "runners/worker_threads.hpp"

#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

namespace interleave {
namespace {

// Tasks that wait stay on the loop and hand over what they compute (io::compute).
class waiting_stage final : public stage {
 public:
  explicit waiting_stage(const batch_setup& setup)
      : log_(setup.log),
        computing_(setup.workers_per_core(), setup.place, 1),
        slots_(setup.in_flight),
        loop_(setup, 0, 1, slots_, &computing_.pool()) {
    setup.place.place_worker(0);
  }
  ~waiting_stage() override { computing_.join(); }

  void run() override {
    log_.start_all();
    loop_.run();
  }
  int workers() const override { return 1 + computing_.count(); }
  int slots() const override { return slots_; }

 private:
  batch_log& log_;
  worker_threads computing_;
  int slots_;
  batch_loop loop_;
};

class computing_stage final : public stage {
 public:
  explicit computing_stage(const batch_setup& setup)
      : log_(setup.log),
        computing_(setup.workers_per_core(), setup.place, 1),
        slots_(make_blocking_slots(setup.work, setup.in_flight)) {
    setup.place.place_worker(0);
  }
  ~computing_stage() override { computing_.join(); }

  void run() override {
    loop_.restart();
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i)
      asio::co_spawn(loop_, hand_over_tasks(*slots_[i], log_.slot(i)), asio::detached);
    loop_.run();
  }
  int workers() const override { return computing_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  asio::awaitable<void> hand_over_tasks(blocking_slot& slot, task_log& log) {
    task_source tasks = log_.shared_tasks();
    for (task_id id; tasks.claim(id);) {
      co_await asio::post(asio::bind_executor(computing_.pool(), asio::use_awaitable));
      slot.run(task_source(id, id + 1), log);
      co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
    }
  }

  batch_log& log_;
  worker_threads computing_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  asio::io_context loop_{1};
};

std::unique_ptr<stage> make_batch(const batch_setup& setup) {
  if (setup.work.waits()) return std::make_unique<waiting_stage>(setup);
  return std::make_unique<computing_stage>(setup);
}

}  // namespace

extern const runner_descriptor coroutines_offload_runner{
    .name = "coroutines_offload",
    .model_family = family::hybrid,
    .summary = "coroutines on one event loop that hands computing to a thread pool",
    .idiom = "asio::io_context, asio::thread_pool; a coroutine moves to the pool and back",
    .form = io_form::event_loop,
    .demands = [](const cell_size& size) { return demand{.threads = size.workers_per_core()}; },
    .shapes = {runs<batch_work, make_batch>()},
};

}  // namespace interleave
