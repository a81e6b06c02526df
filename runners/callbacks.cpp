// callbacks: the event loop without coroutines. A task that computes is one posted handler; a task that waits is a
// chain of handlers, each of which starts the next operation, written by hand beside the workload's coroutine. The
// difference from `coroutines` is what coroutines add to a loop. Workloads without such a chain cannot be run.
#include "runners/runner.hpp"
#include "workloads/callback_slot.hpp"

#include <vector>

#include <asio/io_context.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : log_(setup.log) {
    for (int i = 0; i < setup.in_flight; ++i) slots_.push_back(setup.work.make_callback_slot(loop_));
    setup.place.place_worker(0);
  }

  void run() override {
    loop_.restart();
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i]->start(log_.shared_tasks(), log_.slot(i));
    loop_.run();
  }
  int workers() const override { return 1; }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  asio::io_context loop_{1};
  std::vector<std::unique_ptr<callback_slot>> slots_;
};

}  // namespace

extern const runner_descriptor callbacks_runner{
    .name = "callbacks",
    .model_family = family::event_loop,
    .summary = "handlers on one event loop, no coroutines",
    .idiom = "asio::io_context, a handler for each step of a task",
    .form = io_form::event_loop,
    .demands = [](const cell_size&) { return demand{}; },
    .lacks = {{capability::suspending_tasks, "cannot suspend a task in its middle"}},
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
