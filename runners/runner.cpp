// From a shape to the function that runs it.
#include "runners/runner.hpp"

#include "workloads/herd.hpp"
#include "workloads/pipeline.hpp"
#include "workloads/ring.hpp"
#include "workloads/stream.hpp"
#include "workloads/tree.hpp"

#include <stdexcept>

namespace interleave {
namespace {

// Calls `what` with the runner's function for the shape.
template <class What>
auto with_maker(const runner_descriptor& runner, work_shape shape, What what) {
  switch (shape) {
    case work_shape::batch:
      return what(runner.batch);
    case work_shape::tree:
      return what(runner.tree);
    case work_shape::pipeline:
      return what(runner.pipeline);
    case work_shape::ring:
      return what(runner.ring);
    case work_shape::stream:
      return what(runner.stream);
    case work_shape::herd:
      return what(runner.herd);
  }
  throw std::logic_error("a shape that is none");
}

}  // namespace

bool runner_descriptor::runs(work_shape shape) const {
  return with_maker(*this, shape, [](auto maker) { return maker != nullptr; });
}

std::unique_ptr<stage> make_stage(const runner_descriptor& runner, const workload_descriptor& described,
                                  const workload& work, batch_log& log, int in_flight, const placement& place) {
  return with_maker(runner, described.shape, [&]<class Work>(stage_maker<Work> maker) {
    return maker({.work = dynamic_cast<const Work&>(work), .log = log, .in_flight = in_flight, .place = place});
  });
}

}  // namespace interleave
