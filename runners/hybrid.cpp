// hybrid: each kind of job under the model that suits it. Work that only computes goes to a thread pool, exactly as
// under thread_pool; work that waits goes to an event loop per core; and what a waiting task computes (io::compute)
// goes to a pool that the loops share. It differs from coroutines_offload in two ways: a task that only computes is
// claimed by the thread that runs it, without a trip to a loop and back, and there are as many loops as cores, so that
// waiting work can use all of them too. Which kind a task is, the workload says (waits(), io::compute), not its name.
#include "runners/per_core_loops.hpp"
#include "runners/runner.hpp"
#include "runners/worker_threads.hpp"

namespace interleave {

extern const runner_descriptor thread_pool_runner;

namespace {

class waiting_stage final : public stage {
 public:
  explicit waiting_stage(const batch_setup& setup)
      : computing_(setup.workers_per_core(), setup.place, setup.workers_per_core()),
        loops_(setup, &computing_.pool()) {}
  ~waiting_stage() override { computing_.join(); }

  void run() override { loops_.run(); }
  int workers() const override { return loops_.count() + computing_.count(); }
  int slots() const override { return loops_.slots(); }

 private:
  worker_threads computing_;
  per_core_loops loops_;
};

std::unique_ptr<stage> make_batch(const batch_setup& setup) {
  if (setup.work.waits()) return std::make_unique<waiting_stage>(setup);
  const auto make_on_pool = thread_pool_runner.shapes.maker_of(work_shape::batch);
  return make_on_pool(setup.work, setup.log, setup.in_flight, setup.place);
}

}  // namespace

extern const runner_descriptor hybrid_runner{
    .name = "hybrid",
    .model_family = family::hybrid,
    .summary = "computing on a thread pool, waiting on an event loop per core",
    .idiom = "asio::thread_pool; one asio::io_context per thread that hands computing to the pool",
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t concurrency,
                  int cores) { return demand{.threads = 2 * std::min<std::int64_t>(concurrency, cores)}; },
    .shapes = {runs<batch_work, make_batch>()},
};

}  // namespace interleave
