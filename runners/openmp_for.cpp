// openmp_for: a parallel loop over all tasks with OpenMP's dynamic schedule. The threads take the next task from a
// counter by themselves, so nothing is handed over: what computing work costs with the least there can be around it.
// One thread per task in flight where tasks wait; no more threads than cores where they only compute.
#include "runners/hand_over.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/openmp_threads.hpp"
#include "runners/runner.hpp"
#include "runners/turns.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        in_flight_(setup.in_flight),
        turns_(setup.in_flight, setup.blocking_workers()),
        slots_(make_blocking_slots(setup.work, setup.blocking_workers())),
        threads_(setup.blocking_workers(), setup.place) {}

  void run() override {
    turns_.start_all(log_);
    begun_.give();
#pragma omp parallel num_threads(threads_.count())
    {
      begun_.take();
      run_worker(static_cast<std::size_t>(omp_get_thread_num()));
      done_.give();
    }
    done_.take();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return in_flight_; }

 private:
  // In every thread of the team.
  void run_worker(std::size_t worker) {
    blocking_slot& slot = *slots_[worker];
    task_log& mine = log_.slot(worker);
    const task_id tasks = log_.tasks();
#pragma omp for schedule(dynamic, 1) nowait
    for (task_id id = 0; id < tasks; ++id)
      if (!log_.stopped()) slot.run(task_source(id, id + 1), mine);
  }

  batch_log& log_;
  int in_flight_;
  turns turns_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  hand_over begun_;
  hand_over done_;
  openmp_threads threads_;
};

}  // namespace

extern const runner_descriptor openmp_for_runner{
    .name = "openmp_for",
    .model_family = family::threads,
    .summary = "threads that take the next iteration of a parallel loop",
    .idiom = "#pragma omp for schedule(dynamic, 1)",
    .quick = quick_profile::computing,
    .row_words = [](bool) { return openmp_words(); },
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.blocking_workers()}; },
    .shapes = {runs<batch_work, batch_stage>()},
    .other_shapes = "a loop has only independent iterations",
};

}  // namespace interleave
