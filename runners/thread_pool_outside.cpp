// thread_pool_outside: a thread pool that one thread outside it submits every task to, and keeps in_flight outstanding:
// what a server's accept loop does, or a main thread that waits for results. Differs from thread_pool in the wake-ups:
// a worker is woken for a task, and the submitting thread for a result.
#include "runners/free_slots.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/runner.hpp"
#include "runners/worker_threads.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        free_(slots_.size()),
        threads_(setup.blocking_workers(), setup.place) {
    setup.place.place_submitter();
  }

  void run() override {
    log_.start_all();
    task_source tasks = log_.shared_tasks();
    for (task_id id; tasks.claim(id);)
      asio::post(threads_.pool(), [this, i = free_.take(), id] {
        slots_[i]->run(task_source(id, id + 1), log_.slot(i));
        free_.give_back(i);
      });
    free_.wait_for_all();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  free_slots free_;
  worker_threads threads_;
};

}  // namespace

extern const runner_descriptor thread_pool_outside_runner{
    .name = "thread_pool_outside",
    .model_family = family::threads,
    .summary = "a thread pool to which a thread outside it submits the tasks",
    .idiom = "asio::thread_pool, each task posted by the main thread; a condition variable for the window",
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.blocking_workers()}; },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
