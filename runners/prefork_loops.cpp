// prefork_loops: a process per core, each with an event loop of its own and its share of the slots: what servers such
// as nginx do.
#include "runners/batch_loop.hpp"
#include "runners/runner.hpp"
#include "runners/worker_processes.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(setup.in_flight),
        processes_(setup.workers_per_core(), setup.place, [&setup, slots = slots_](int index) -> std::function<void()> {
          // Made after the fork: a loop does not survive one.
          auto loop = std::make_shared<batch_loop>(setup, index, setup.workers_per_core(), slots);
          return [loop] { loop->run(); };
        }) {}

  void run() override {
    log_.start_all();
    processes_.run_batch();
  }
  int workers() const override { return processes_.count(); }
  int slots() const override { return slots_; }
  resource_usage worker_usage() const override { return processes_.usage(); }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  batch_log& log_;
  int slots_;
  worker_processes processes_;
};

}  // namespace

extern const runner_descriptor prefork_loops_runner{
    .name = "prefork_loops",
    .model_family = family::hybrid,
    .summary = "a process with an event loop on every core",
    .idiom = "fork once, one asio::io_context per process, each with its own clients",
    .quick = quick_profile::all,
    .form = io_form::event_loop,
    .demands =
        [](const cell_size& size) {
          return demand{.processes = size.workers_per_core(), .open_files = size.workers_per_core()};
        },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
