// thread_per_task: a new thread for every task, joined when it is done; never more than in_flight at a time.
#include "runners/blocking_slots.hpp"
#include "runners/herds/herd.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_threads.hpp"

#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        place_(setup.place),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        threads_(slots_.size()),
        free_count_(setup.in_flight) {
    for (std::size_t i = slots_.size(); i-- > 0;) free_.push_back(i);
  }

  void run() override {
    task_source tasks = log_.shared_tasks();
    free_count_.acquire();
    for (task_id id; tasks.claim(id);) {
      const std::size_t i = take_free_slot();
      log_.slot(i).start();
      // Assigning joins the slot's last thread, which has nothing left to do.
      threads_[i] = std::jthread([this, i, id] {
        place_.place_worker(static_cast<int>(i));
        slots_[i]->run(task_source(id, id + 1), log_.slot(i));
        give_back_slot(i);
      });
      free_count_.acquire();
    }
    free_count_.release();
    for (std::jthread& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  std::size_t take_free_slot() {
    const std::lock_guard lock(mutex_);
    const std::size_t i = free_.back();
    free_.pop_back();
    return i;
  }
  void give_back_slot(std::size_t i) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(i);
    }
    free_count_.release();
  }

  batch_log& log_;
  const placement& place_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::vector<std::jthread> threads_;
  std::mutex mutex_;
  std::vector<std::size_t> free_;
  std::counting_semaphore<> free_count_;
};

}  // namespace

extern const runner_descriptor thread_per_task_runner{
    .name = "thread_per_task",
    .model_family = family::threads,
    .summary = "a new thread for every task",
    .idiom = "std::jthread, a semaphore for the window",
    .simplicity = 2,
    .form = io_form::blocking,
    .demands = [](work_shape, std::int64_t strands, int) { return demand{.threads = strands}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
    .tree = make_tree<tree_on_threads>,
    .pipeline = make_pipeline_of_new_threads,
    .herd = herd_of_threads,
};

}  // namespace interleave
