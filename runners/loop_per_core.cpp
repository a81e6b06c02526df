// loop_per_core: as many event loops as cores, each with its own thread and its own share of the slots; nothing but the
// task counter is shared. What high-throughput servers do.
#include "runners/loops_on_threads.hpp"
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
  loops_on_threads loops_;
};

}  // namespace

extern const runner_descriptor loop_per_core_runner{
    .name = "loop_per_core",
    .model_family = family::event_loop,
    .summary = "an event loop with its own thread on every core",
    .idiom = "one asio::io_context per thread, nothing shared but the task counter",
    .simplicity = 11,
    .in_quick_profile = true,
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t strands,
                  int cores) { return demand{.threads = std::min<std::int64_t>(strands, cores)}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
};

}  // namespace interleave
