// process_claim: worker processes that stand ready and take the next task from a counter in shared memory by
// themselves; what openmp_for is for threads. One process per task in flight where tasks wait; no more processes than
// cores where they only compute.
#include "runners/runner.hpp"
#include "runners/turns.hpp"
#include "runners/worker_processes.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        in_flight_(setup.in_flight),
        turns_(setup.in_flight, setup.blocking_workers()),
        processes_(setup.blocking_workers(), setup.place, [this, &setup](int index) -> std::function<void()> {
          // Made after the fork: a connection belongs to one process.
          return [this, worker = static_cast<std::size_t>(index),
                  slot = std::shared_ptr(setup.work.make_blocking_slot())] {
            slot->run(log_.shared_tasks(), log_.slot(worker));
          };
        }) {}

  void run() override {
    turns_.start_all(log_);
    processes_.run_batch();
  }
  int workers() const override { return processes_.count(); }
  int slots() const override { return in_flight_; }
  resource_usage worker_usage() const override { return processes_.usage(); }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  batch_log& log_;
  int in_flight_;
  turns turns_;
  worker_processes processes_;
};

}  // namespace

extern const runner_descriptor process_claim_runner{
    .name = "process_claim",
    .model_family = family::processes,
    .summary = "processes that stand ready and take the next task by themselves",
    .idiom = "fork once, a task counter in shared memory",
    .waits_by_default = 1024,  // a process each: 16,384 take more than half a minute to start
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.processes = size.blocking_workers(), .open_files = size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
