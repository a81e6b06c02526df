// tbb_tasks: every task is a oneTBB task in an arena, balanced by work stealing instead of a shared counter. TBB is
// made for computing; for waiting work the arena gets a thread per task in flight, because a task that blocks blocks
// its thread.
#include "runners/make_blocking_slots.hpp"
#include "runners/one_arena.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_tbb.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

namespace interleave {
namespace {

using tbb_size = std::size_t;

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.slots_for(setup.place.cores()))),
        arena_(slots(), setup.place) {}

  void run() override {
    for (std::size_t i = 0; i < slots_.size(); ++i) log_.slot(i).start();
    arena_.execute([this] {
      const tbb::blocked_range<task_id> ids(0, log_.tasks(), 1);
      tbb::parallel_for(
          ids,
          [this](const tbb::blocked_range<task_id>& range) {
            if (log_.stopped()) return;
            const auto i = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
            slots_[i]->run(task_source(range.begin(), range.end()), log_.slot(i));
          },
          tbb::simple_partitioner());
    });
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  one_arena arena_;
};

}  // namespace

extern const runner_descriptor tbb_tasks_runner{
    .name = "tbb_tasks",
    .model_family = family::threads,
    .summary = "a oneTBB task for every task, balanced by work stealing",
    .idiom = "tbb::parallel_for in an arena, a range of one task each",
    .form = io_form::blocking,
    .demands = [](work_shape shape, std::int64_t concurrency,
                  int cores) { return demand{.threads = shape == work_shape::tree ? cores : concurrency}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_tbb>()},
};

}  // namespace interleave
