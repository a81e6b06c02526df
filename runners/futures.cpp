// futures: std::async for every task, at most in_flight outstanding; the launch policy gives each a thread of its own.
// What the standard library offers by itself. It cannot wait for the first of several futures, so a window of free
// slots stands beside them. Getting the result of a future joins its thread.
#include "runners/free_slots.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_futures.hpp"

#include <future>
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
        outstanding_(slots_.size()) {
    setup.place.place_submitter();
  }

  void run() override {
    log_.start_all();
    task_source tasks = log_.shared_tasks();
    std::size_t i = free_.take();
    for (task_id id; tasks.claim(id); i = free_.take()) {
      collect(i);
      outstanding_[i] = std::async(std::launch::async, [this, i, id] { run_task(i, id); });
    }
    free_.give_back(i);
    for (i = 0; i < outstanding_.size(); ++i) collect(i);
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void run_task(std::size_t i, task_id id) {
    place_.place_worker(static_cast<int>(i));
    slots_[i]->run(task_source(id, id + 1), log_.slot(i));
    free_.give_back(i);
  }
  void collect(std::size_t i) {
    if (outstanding_[i].valid()) outstanding_[i].get();
  }

  batch_log& log_;
  const placement& place_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  free_slots free_;
  std::vector<std::future<void>> outstanding_;
};

}  // namespace

extern const runner_descriptor futures_runner{
    .name = "futures",
    .model_family = family::threads,
    .summary = "a future for every task, from a thread of its own",
    .idiom = "std::async(std::launch::async), std::future, a condition variable for the window",
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.threads =
                            size.shape == work_shape::tree ? tree_on_futures::most_for(size.cores) : size.concurrency};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_futures>()},
};

}  // namespace interleave
