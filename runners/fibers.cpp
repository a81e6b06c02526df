// fibers: one thread, one event loop; a fiber per slot, with a stack of its own (128 KiB of address space and a guard
// page), that runs one task after the other and pauses inside whatever waits, and after a task that only computes. It
// belongs to the event loops: it differs from `coroutines` in what a pause keeps, a whole stack instead of a frame for
// each function that waits.
#include "runners/runner.hpp"
#include "workloads/io/fiber.hpp"

#include <deque>
#include <memory>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/post.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log), waits_(setup.work.waits()), fibers_(static_cast<std::size_t>(setup.in_flight)) {
    for (std::size_t i = 0; i < fibers_.size(); ++i) slots_.push_back(setup.work.make_fiber_slot(loop_));
    setup.place.place_worker(0);
  }

  void run() override {
    loop_.restart();
    log_.start_all();
    for (std::size_t i = 0; i < fibers_.size(); ++i)
      fibers_[i].start([this, i] {
        if (waits_)
          slots_[i]->run(log_.shared_tasks(), log_.slot(i));
        else
          run_giving_way(i);
      });
    loop_.run();
  }
  int workers() const override { return 1; }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void run_giving_way(std::size_t i) {
    task_source tasks = log_.shared_tasks();
    task_id id = 0;
    bool more = tasks.claim(id);
    while (more) {
      slots_[i]->run(task_source(id, id + 1), log_.slot(i));
      more = tasks.claim(id);
      if (!more) return;
      asio::post(loop_, [&paused = fiber::current()] { paused.resume(); });
      fiber::pause();
    }
  }

  batch_log& log_;
  bool waits_;
  asio::io_context loop_{1};
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::deque<fiber> fibers_;
};

}  // namespace

extern const runner_descriptor fibers_runner{
    .name = "fibers",
    .model_family = family::event_loop,
    .summary = "fibers with stacks of their own, on one event loop in one thread",
    .idiom = "boost::context::fiber, asio::io_context; a fiber lives as long as its slot and gives way after each task",
    .form = io_form::event_loop,
    .demands = [](const cell_size& size) { return demand{.mappings = fiber::mappings * size.concurrency}; },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
