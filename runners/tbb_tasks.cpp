// tbb_tasks: every task is a oneTBB task. Each client spawns its next task from within the last one, so the task goes
// to the top of the deque of the thread that runs it, and that thread takes it next unless another one steals it: of
// more clients than threads, some wait long. TBB's arenas are for computing; a task that blocks blocks a thread of the
// arena, which its documentation warns of, so for waiting work the arena gets a thread for each task in flight.
#include "runners/hand_over.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/one_arena.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_tbb.hpp"

#include <oneapi/tbb/task_group.h>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        handed_over_(slots_.size()),
        arena_(setup.blocking_workers(), setup.place) {}

  void run() override {
    log_.start_all();
    arena_.execute([this] {
      tbb::task_group group;
      for (std::size_t i = 0; i < slots_.size(); ++i) spawn_next(group, i);
      group.wait();
    });
    for (hand_over& client : handed_over_) client.take();
  }
  int workers() const override { return arena_.threads(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void spawn_next(tbb::task_group& group, std::size_t i) {
    task_id id = 0;
    const bool more = log_.shared_tasks().claim(id);
    handed_over_[i].give();
    if (!more) return;
    group.run([this, &group, i, id] {
      handed_over_[i].take();
      slots_[i]->run(task_source(id, id + 1), log_.slot(i));
      spawn_next(group, i);
    });
  }

  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::vector<hand_over> handed_over_;  // of each client
  one_arena arena_;
};

}  // namespace

extern const runner_descriptor tbb_tasks_runner{
    .name = "tbb_tasks",
    .model_family = family::threads,
    .summary = "a oneTBB task for every task, balanced by work stealing",
    .idiom = "tbb::task_group in an arena, each task spawned by the client's last one",
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.threads = size.shape == work_shape::tree ? size.cores : size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_tbb>()},
};

}  // namespace interleave
