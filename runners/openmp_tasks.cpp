// openmp_tasks: every task is an OpenMP task. Each client creates its next task at the end of the last one. The runtime
// of g++ keeps all tasks of a team in queues under one lock; and where there are more than 64 tasks per thread, it runs
// a new one at once, in the call that creates it: with so many clients, each thread then serves one of them only. One
// thread per task in flight where tasks wait; no more threads than cores where they only compute.
#include "runners/hand_over.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/openmp_threads.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_openmp.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        handed_over_(slots_.size()),
        threads_(setup.blocking_workers(), setup.place) {}

  void run() override {
    log_.start_all();
    begun_.give();
#pragma omp parallel num_threads(threads_.count())
    {
      begun_.take();
#pragma omp single
      for (std::size_t i = 0; i < slots_.size(); ++i) create_next(i);
    }
    for (hand_over& client : handed_over_) client.take();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void create_next(std::size_t i) {
    task_id id = 0;
    const bool more = log_.shared_tasks().claim(id);
    handed_over_[i].give();
    if (!more) return;
#pragma omp task firstprivate(i, id)
    run_task(i, id);
  }

  void run_task(std::size_t i, task_id id) {
    begun_.take();
    handed_over_[i].take();
    slots_[i]->run(task_source(id, id + 1), log_.slot(i));
    go_on(i);
  }

  // A task that is run at once, inside the call that creates it, leaves its client's next task to the caller: otherwise
  // one would run inside the other until the stack is full.
  void go_on(std::size_t i) {
    static thread_local std::vector<std::size_t>* left = nullptr;
    if (left != nullptr) return left->push_back(i);
    std::vector<std::size_t> here;
    left = &here;
    create_next(i);
    while (!here.empty()) {
      const std::size_t next = here.back();
      here.pop_back();
      create_next(next);
    }
    left = nullptr;
  }

  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  hand_over begun_;
  std::vector<hand_over> handed_over_;  // of each client
  openmp_threads threads_;
};

}  // namespace

extern const runner_descriptor openmp_tasks_runner{
    .name = "openmp_tasks",
    .model_family = family::threads,
    .summary = "an OpenMP task for every task",
    .idiom = "#pragma omp task, created by the client's last task",
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.threads = size.shape == work_shape::tree ? size.cores : size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_openmp>()},
};

}  // namespace interleave
