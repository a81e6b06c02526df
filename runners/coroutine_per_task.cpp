// coroutine_per_task: one event loop, and a new coroutine spawned for every task: what a server does that spawns a
// handler per request. in_flight of them exist at once, so tasks that compute queue on the loop.
#include "runners/herds/herd.hpp"
#include "runners/make_loop_slots.hpp"
#include "runners/runner.hpp"

#include <exception>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log), slots_(make_loop_slots(setup.work, loop_, setup.in_flight)) {
    setup.place.place_worker(0);
  }

  void run() override {
    loop_.restart();
    tasks_ = log_.shared_tasks();
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) spawn_next(i);
    loop_.run();
  }
  int workers() const override { return 1; }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void spawn_next(std::size_t i) {
    task_id id = 0;
    if (!tasks_.claim(id)) return;
    asio::co_spawn(loop_, slots_[i]->run(task_source(id, id + 1), log_.slot(i)),
                   [this, i](const std::exception_ptr&) { spawn_next(i); });
  }

  batch_log& log_;
  asio::io_context loop_{1};
  std::vector<std::unique_ptr<loop_slot>> slots_;
  task_source tasks_{0, 0};
};

}  // namespace

extern const runner_descriptor coroutine_per_task_runner{
    .name = "coroutine_per_task",
    .model_family = family::event_loop,
    .summary = "a new coroutine for every task, on one event loop",
    .idiom = "asio::co_spawn per task",
    .form = io_form::event_loop,
    .demands = [](const cell_size&) { return demand{}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<herd_work, herd_of_spawned_coroutines>()},
};

}  // namespace interleave
