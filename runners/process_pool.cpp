// process_pool: worker processes that stand ready and take tasks from a counter in shared memory. One process per task
// in flight where tasks wait; no more processes than cores where they only compute.
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/worker_processes.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : processes_(setup.slots_for(setup.place.cores()), setup.place, [&setup](int index) -> std::function<void()> {
          // Made after the fork: a connection belongs to one process.
          return [&log = setup.log, index, slot = std::shared_ptr(setup.work.make_blocking_slot())] {
            task_log& mine = log.slot(static_cast<std::size_t>(index));
            mine.start();
            slot->run(log.shared_tasks(), mine);
          };
        }) {}

  void run() override { processes_.run_batch(); }
  int workers() const override { return processes_.count(); }
  int slots() const override { return processes_.count(); }
  resource_usage worker_usage() const override { return processes_.usage(); }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  worker_processes processes_;
};

}  // namespace

extern const runner_descriptor process_pool_runner{
    .name = "process_pool",
    .model_family = family::processes,
    .summary = "processes that stand ready and take the next task",
    .idiom = "fork once, a task counter in shared memory",
    .in_quick_profile = true,
    .form = io_form::blocking,
    .demands = [](work_shape, std::int64_t concurrency,
                  int) { return demand{.processes = concurrency, .open_files = concurrency}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<pipeline_work, make_process_pool_pipeline>(),
               runs<ring_work, ring_of_processes>(), runs<stream_work, make_process_pool_stream>()},
};

}  // namespace interleave
