// tbb_tasks: every task of a batch is enqueued in a oneTBB arena, as its users do with requests that have nothing to do
// with each other: in about the order in which they came, from queues that all of the arena's threads take from. A
// task_group would put each client's next task on top of the deque of the thread that runs its last one; of more
// clients than threads, a few would then be served and the others wait. A tree is made of task groups, which are for
// forks. TBB is for computing: its documentation advises against tasks that block (When Task-Based Programming Is
// Inappropriate), because their threads then work on nothing. Waiting work gets a thread for each task in flight all
// the same.
#include "runners/blocking_clients.hpp"
#include "runners/one_arena.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_tbb.hpp"

#include <oneapi/tbb/version.h>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : clients_(setup), arena_(setup.blocking_workers(), setup.place, arena_threads::only_workers) {}

  void run() override {
    clients_.run_all([this](auto task) { arena_.enqueue(std::move(task)); });
  }
  int workers() const override { return arena_.threads(); }
  int slots() const override { return static_cast<int>(clients_.count()); }

 private:
  blocking_clients clients_;
  one_arena arena_;
};

}  // namespace

extern const runner_descriptor tbb_tasks_runner{
    .name = "tbb_tasks",
    .model_family = family::threads,
    .summary = "a oneTBB task for every task",
    .idiom =
        "tbb::task_arena::enqueue, called by the client's last task; trees: tbb::task_group. Tasks that wait block "
        "a thread of the arena each, which TBB's documentation advises against",
    .waits_by_default = 256,  // threads of an arena that find no work spin: a load of 1,500 with 2,000 of them
    .row_words =
        [](bool waits) {
          return std::string("tbb=") + TBB_runtime_version() + (waits ? " blocking=against_the_documentation" : "");
        },
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.threads = size.shape == work_shape::tree ? size.cores : size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_tbb>()},
};

}  // namespace interleave
