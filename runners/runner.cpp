// From a shape to the function that runs it.
#include "runners/runner.hpp"

#include "workloads/herd.hpp"
#include "workloads/pipeline.hpp"
#include "workloads/ring.hpp"
#include "workloads/stream.hpp"
#include "workloads/tree.hpp"

#include <stdexcept>

#include <fmt/format.h>

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

std::optional<std::string> runner_descriptor::cannot_run(const workload_descriptor& work) const {
  if (!with_maker(*this, work.shape, [](auto maker) { return maker != nullptr; }))
    return fmt::format("{} does not run a {}: {}", name, name_of(work.shape), cannot);
  if (needs_callbacks && !work.has_callbacks) return fmt::format("{} is not written as callbacks", work.name);
  if (loses_changes && work.changes_slots)
    return fmt::format("{} loses what a task changes in its slot, and {} changes connections", name, work.name);
  return std::nullopt;
}

std::unique_ptr<stage> make_stage(const runner_descriptor& runner, const workload_descriptor& described,
                                  const workload& work, batch_log& log, int in_flight, const placement& place) {
  return with_maker(runner, described.shape, [&]<class Work>(stage_maker<Work> maker) {
    return maker({.work = dynamic_cast<const Work&>(work), .log = log, .in_flight = in_flight, .place = place});
  });
}

}  // namespace interleave
