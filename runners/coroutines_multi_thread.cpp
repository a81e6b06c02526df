// coroutines_multi_thread: one event loop run by a thread per core; a coroutine resumes on whichever thread is free.
#include "runners/loop_thread_pool.hpp"
#include "runners/make_loop_slots.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_multi_thread_loop.hpp"

#include <latch>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        loop_(setup.workers_per_core()),
        slots_(make_loop_slots(setup.work, loop_, setup.in_flight)),
        threads_(loop_, setup.workers_per_core(), setup.place) {}

  void run() override {
    std::latch done(static_cast<std::ptrdiff_t>(slots_.size()));
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i)
      asio::co_spawn(loop_, slots_[i]->run(log_.shared_tasks(), log_.slot(i)),
                     [&done](const std::exception_ptr&) { done.count_down(); });
    done.wait();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  asio::io_context loop_;
  std::vector<std::unique_ptr<loop_slot>> slots_;
  loop_thread_pool threads_;
};

}  // namespace

extern const runner_descriptor coroutines_multi_thread_runner{
    .name = "coroutines_multi_thread",
    .model_family = family::event_loop,
    .summary = "coroutines on one event loop that a thread per core runs",
    .idiom = "one asio::io_context, run() in every thread; a coroutine gives way after each task",
    .form = io_form::event_loop,
    .demands = [](const cell_size& size) { return demand{.threads = size.workers_per_core()}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_multi_thread_loop>(),
               runs<pipeline_work, make_multi_thread_loop_pipeline>(), runs<ring_work, ring_on_multi_thread_loop>()},
};

}  // namespace interleave
