// loop_per_core: as many event loops as cores, each with its own thread and its own share of the slots; only the task
// counter is shared. What high-throughput servers do.
#include "runners/per_core_loops.hpp"
#include "runners/runner.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : loops_(setup) {}

  void run() override { loops_.run(); }
  int workers() const override { return loops_.count(); }
  int slots() const override { return loops_.slots(); }

 private:
  per_core_loops loops_;
};

}  // namespace

extern const runner_descriptor loop_per_core_runner{
    .name = "loop_per_core",
    .model_family = family::event_loop,
    .summary = "an event loop with its own thread on every core",
    .idiom = "one asio::io_context per thread; only the task counter is shared",
    .in_quick_profile = true,
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t concurrency,
                  int cores) { return demand{.threads = std::min<std::int64_t>(concurrency, cores)}; },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
