// loop_per_core: as many event loops as cores, each with its own thread and its own share of the clients, whose tasks
// it runs one after the other, giving way between them. What high-throughput servers do. The loops share only the
// counter that says how many tasks are left.
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
    .idiom = "one asio::io_context per thread, each with its own clients; a coroutine gives way after each task",
    .quick = quick_profile::all,
    .form = io_form::event_loop,
    .demands = [](const cell_size& size) { return demand{.threads = size.workers_per_core()}; },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
