// thread_pool: threads that stand ready and take tasks as they become free. One thread per task in flight where tasks
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
        slots_(make_blocking_slots(setup.work, setup.slots_for(setup.place.cores()))),
        threads_(slots(), setup.place) {}

  void run() override {
    std::latch done(static_cast<std::ptrdiff_t>(slots_.size()));
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      log_.slot(i).start();
      asio::post(threads_.pool(), [&, i] {
        slots_[i]->run(log_.shared_tasks(), log_.slot(i));
        done.count_down();
      });
    }
    done.wait();
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  worker_threads threads_;
};

}  // namespace

extern const runner_descriptor thread_pool_runner{
    .name = "thread_pool",
    .model_family = family::threads,
    .summary = "threads that stand ready and take the next task",
    .idiom = "asio::thread_pool",
    .in_quick_profile = true,
    .form = io_form::blocking,
    .demands = [](work_shape, std::int64_t concurrency, int) { return demand{.threads = concurrency}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<pipeline_work, make_thread_pool_pipeline>(),
               runs<ring_work, ring_of_threads>(), runs<stream_work, make_thread_pool_stream>()},
};

}  // namespace interleave
