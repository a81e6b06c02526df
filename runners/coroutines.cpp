// coroutines: one thread, one event loop; a coroutine per slot that awaits one task after the other.
#include "runners/herds/herd.hpp"
#include "runners/one_loop.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/trees/tree_on_loop.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : slots_(setup.slots_for(1)), loop_(setup, 0, 1, slots_) {
    setup.place.place_worker(0);
  }

  void run() override { loop_.run(); }
  int workers() const override { return 1; }
  int slots() const override { return slots_; }

 private:
  int slots_;
  one_loop loop_;
};

}  // namespace

extern const runner_descriptor coroutines_runner{
    .name = "coroutines",
    .model_family = family::event_loop,
    .summary = "coroutines on one event loop in one thread",
    .idiom = "asio::io_context, asio::awaitable; a coroutine lives as long as its slot",
    .simplicity = 7,
    .in_quick_profile = true,
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t, int) { return demand{}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
    .tree = make_tree<tree_on_loop>,
    .pipeline = make_one_loop_pipeline,
    .ring = ring_on_loop,
    .stream = make_coroutine_stream,
    .herd = herd_of_lean_coroutines,
};

}  // namespace interleave
