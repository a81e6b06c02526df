// thread_pool: threads that stand ready behind one queue. Each client posts its next task from the thread that has done
// the last one; thread_pool_outside has what it costs to post from elsewhere. One thread per task in flight where tasks
// wait; no more threads than cores where they only compute.
#include "runners/make_blocking_slots.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/worker_threads.hpp"

#include <latch>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        threads_(setup.blocking_workers(), setup.place) {}

  void run() override {
    std::latch done(slots());
    done_ = &done;
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) submit_next(i);
    done.wait();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  void submit_next(std::size_t i) {
    task_id id = 0;
    if (!log_.shared_tasks().claim(id)) return done_->count_down();
    asio::post(threads_.pool(), [this, i, id] {
      slots_[i]->run(task_source(id, id + 1), log_.slot(i));
      submit_next(i);
    });
  }

  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::latch* done_ = nullptr;
  worker_threads threads_;
};

}  // namespace

extern const runner_descriptor thread_pool_runner{
    .name = "thread_pool",
    .model_family = family::threads,
    .summary = "threads that stand ready and take tasks from a queue",
    .idiom = "asio::thread_pool, each task posted by the thread that has done the client's last one",
    .quick = quick_profile::all,
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.blocking_workers()}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<pipeline_work, make_thread_pool_pipeline>(),
               runs<ring_work, ring_of_threads>(), runs<stream_work, make_thread_pool_stream>()},
};

}  // namespace interleave
