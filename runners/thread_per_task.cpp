// thread_per_task: a new thread for every task, joined when it is done; never more than in_flight at a time.
#include "runners/free_slots.hpp"
#include "runners/herds/herd.hpp"
#include "runners/joining_thread.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_threads.hpp"

#include <vector>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        place_(setup.place),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        free_(slots_.size()),
        threads_(slots_.size()) {
    setup.place.place_submitter();
  }

  void run() override {
    log_.start_all();
    task_source tasks = log_.shared_tasks();
    std::size_t i = free_.take();
    for (task_id id; tasks.claim(id); i = free_.take()) {
      // The assignment joins the slot's last thread, which is about to end.
      threads_[i] = joining_thread([this, i, id] {
        place_.place_worker(static_cast<int>(i));
        slots_[i]->run(task_source(id, id + 1), log_.slot(i));
        free_.give_back(i);
      });
    }
    free_.give_back(i);
    for (joining_thread& thread : threads_) thread.join();
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  const placement& place_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  free_slots free_;
  std::vector<joining_thread> threads_;
};

}  // namespace

extern const runner_descriptor thread_per_task_runner{
    .name = "thread_per_task",
    .model_family = family::threads,
    .summary = "a new thread for every task",
    .idiom = "std::thread, a condition variable for the window",
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.concurrency}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_threads>(),
               runs<pipeline_work, make_pipeline_of_new_threads>(), runs<herd_work, herd_of_threads>()},
};

}  // namespace interleave
