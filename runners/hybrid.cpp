// hybrid: each kind of work in the place that suits it. What waits is on an event loop per core, and what a waiting
// task computes (io::compute) goes to a pool that the loops share. It differs from coroutines_offload in the number of
// loops: waiting work, too, can use all cores. A workload that only computes would go to the pool as a whole, which is
// thread_pool, so hybrid does not run it.
#include "runners/per_core_loops.hpp"
#include "runners/runner.hpp"
#include "runners/worker_threads.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : computing_(setup.workers_per_core(), setup.place, setup.workers_per_core()),
        loops_(setup, &computing_.pool()) {}
  ~batch_stage() override { computing_.join(); }

  void run() override { loops_.run(); }
  int workers() const override { return loops_.count() + computing_.count(); }
  int slots() const override { return loops_.slots(); }

 private:
  worker_threads computing_;
  per_core_loops loops_;
};

}  // namespace

extern const runner_descriptor hybrid_runner{
    .name = "hybrid",
    .model_family = family::hybrid,
    .summary = "waiting on an event loop per core, computing on a thread pool",
    .idiom = "one asio::io_context per thread that hands computing to an asio::thread_pool",
    .form = io_form::event_loop,
    .demands = [](const cell_size& size) { return demand{.threads = 2 * size.workers_per_core()}; },
    .lacks = {{capability::computing_tasks, "would run computing tasks exactly as thread_pool does"}},
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
