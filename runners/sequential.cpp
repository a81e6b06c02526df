// sequential: one task after the other in a loop on one thread. The reference for every speed-up, and how it is found
// how long a task computes and waits.
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/trees/plain_tree.hpp"

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : log_(setup.log), slot_(setup.work.make_blocking_slot()) {
    setup.place.place_worker(0);
  }

  void run() override {
    log_.slot(0).start();
    slot_->run(task_source(0, log_.tasks()), log_.slot(0));
  }
  int workers() const override { return 1; }
  int slots() const override { return 1; }

 private:
  batch_log& log_;
  std::unique_ptr<blocking_slot> slot_;
};

}  // namespace

extern const runner_descriptor sequential_runner{
    .name = "sequential",
    .model_family = family::sequential,
    .summary = "one task after the other",
    .idiom = "a loop",
    .in_flight_most = 1,
    .quick = quick_profile::all,
    .form = io_form::blocking,
    .demands = [](const cell_size&) { return demand{}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, plain_tree>(),
               runs<pipeline_work, make_sequential_pipeline>(), runs<ring_work, ring_alone>(),
               runs<stream_work, make_sequential_stream>()},
    .other_shapes = "it runs one task at a time",
};

}  // namespace interleave
