// tbb_tasks: every task a oneTBB task in an arena, balanced by work stealing instead of the shared counter. TBB is made
// for computing; for waiting work the arena is given a thread per task in flight, because a task that blocks blocks its
// thread.
#include "runners/blocking_slots.hpp"
#include "runners/runner.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>

namespace interleave {
namespace {

using tbb_size = std::size_t;

class placing_observer final : public tbb::task_scheduler_observer {
 public:
  placing_observer(tbb::task_arena& arena, const placement& place) : task_scheduler_observer(arena), place_(place) {
    observe(true);
  }
  ~placing_observer() override { observe(false); }
  void on_scheduler_entry(bool) override { place_.place_worker(tbb::this_task_arena::current_thread_index()); }

 private:
  const placement& place_;
};

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.slots_for(setup.place.cores()))),
        limit_(tbb::global_control::max_allowed_parallelism, slots_.size()),
        arena_(slots()),
        observer_(arena_, setup.place) {}

  // Blocks until TBB's threads are gone, so that the process can fork again.
  ~batch_stage() override {
    observer_.observe(false);
    arena_.terminate();
    tbb::finalize(tbb_, std::nothrow);
  }

  void run() override {
    arena_.execute([this] {
      const tbb::blocked_range<task_id> ids(0, log_.tasks(), 1);
      tbb::parallel_for(
          ids,
          [this](const tbb::blocked_range<task_id>& range) {
            if (log_.stopped()) return;
            const auto i = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
            log_.slot(i).start();
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
  tbb::task_scheduler_handle tbb_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
  placing_observer observer_;
};

}  // namespace

extern const runner_descriptor tbb_tasks_runner{
    .name = "tbb_tasks",
    .model_family = family::threads,
    .summary = "a work-stealing task per task",
    .idiom = "oneTBB parallel_for in an arena, one task an id",
    .simplicity = 5,
    .form = io_form::blocking,
    .demands = [](std::int64_t strands, int) { return demand{.threads = strands}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
};

}  // namespace interleave
