// coroutines: one thread, one event loop; a coroutine per slot that awaits one task after the other, and gives way to
// the others after each task that only computes.
#include "runners/batch_loop.hpp"
#include "runners/herds/herd.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/trees/tree_on_loop.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log), slots_(setup.in_flight), loop_(setup, 0, 1, slots_) {
    setup.place.place_worker(0);
  }

  void run() override {
    log_.start_all();
    loop_.run();
  }
  int workers() const override { return 1; }
  int slots() const override { return slots_; }

 private:
  batch_log& log_;
  int slots_;
  batch_loop loop_;
};

}  // namespace

extern const runner_descriptor coroutines_runner{
    .name = "coroutines",
    .model_family = family::event_loop,
    .summary = "coroutines on one event loop in one thread",
    .idiom = "asio::io_context, asio::awaitable; a coroutine lives as long as its slot and gives way after each task",
    .quick = quick_profile::all,
    .form = io_form::event_loop,
    .demands = [](const cell_size&) { return demand{}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_loop>(),
               runs<pipeline_work, make_one_thread_loop_pipeline>(), runs<ring_work, ring_on_loop>(),
               runs<stream_work, make_coroutine_stream>(), runs<herd_work, herd_of_lean_coroutines>()},
};

}  // namespace interleave
