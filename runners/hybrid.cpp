// hybrid: each kind of job under the model that suits it. Work that only computes goes to a thread pool, exactly as
// under thread_pool; work that waits goes to an event loop per core; and what a waiting task computes (io::compute)
// goes to a pool that the loops share. It differs from coroutines_offload in two ways: a task that only computes is
// claimed by the thread that runs it, without a trip to a loop and back, and there are as many loops as cores, so that
// waiting work too can use them all. It is the workload that says which kind it is (waits(), io::compute), not its
// name.
#include "runners/computing_threads.hpp"
#include "runners/loops_on_threads.hpp"
#include "runners/runner.hpp"

namespace interleave {

extern const runner_descriptor thread_pool_runner;

namespace {

class waiting_stage final : public stage {
 public:
  explicit waiting_stage(const batch_setup& setup)
      : computing_(setup, setup.workers_per_core()), loops_(setup, &computing_.pool()) {}
  ~waiting_stage() override { computing_.join(); }

  void run() override { loops_.run(); }
  int workers() const override { return loops_.count() + computing_.count(); }
  int slots() const override { return loops_.slots(); }

 private:
  computing_threads computing_;
  loops_on_threads loops_;
};

}  // namespace

extern const runner_descriptor hybrid_runner{
    .name = "hybrid",
    .model_family = family::hybrid,
    .summary = "computing on a thread pool, waiting on an event loop per core",
    .idiom = "asio::thread_pool; one asio::io_context per thread that hands computing to the pool",
    .simplicity = 17,
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t strands,
                  int cores) { return demand{.threads = 2 * std::min<std::int64_t>(strands, cores)}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> {
      if (!setup.work.waits()) return thread_pool_runner.batch(setup);
      return std::make_unique<waiting_stage>(setup);
    },
};

}  // namespace interleave
