// What a runner can run, and making its stages.
#include "runners/runner.hpp"

#include <fmt/format.h>

namespace interleave {

std::optional<std::string> runner_descriptor::cannot_run(const workload_descriptor& work) const {
  if (shapes.maker_of(work.shape) == nullptr)
    return fmt::format("{} does not run a {}: {}", name, name_of(work.shape), other_shapes);
  for (std::size_t i = 0; i < capability_count; ++i) {
    const std::string_view need = work.needs.why(static_cast<capability>(i));
    const std::string_view lack = lacks.why(static_cast<capability>(i));
    if (!need.empty() && !lack.empty()) return fmt::format("{} {}, and {} {}", name, lack, work.name, need);
  }
  return std::nullopt;
}

std::unique_ptr<stage> make_stage(const runner_descriptor& runner, const workload_descriptor& described,
                                  const workload& work, batch_log& log, int in_flight, const placement& place) {
  return runner.shapes.maker_of(described.shape)(work, log, in_flight, place);
}

}  // namespace interleave
