// channel: items pass through a bounded queue as fast as they can. Stresses the hand-over: locks, wake-ups,
// resumptions. Making and taking an item costs next to nothing, so that the queue is what is measured.
#include "workloads/pipeline.hpp"

namespace interleave {
namespace {

constexpr std::array<parameter, 4> parameters{{
    {"producers", kinds::count, 2, 1, 1'000, "producers that make items"},
    {"consumers", kinds::count, 2, 1, 1'000, "consumers that take items"},
    {"capacity", kinds::count, 64, 1, pipeline_plan::items_most, "items that the queue can hold"},
    {"items", kinds::count, 10'000, 1, pipeline_plan::items_most, "items that pass through the queue per task"},
}};

pipeline_plan plan_of(const parameter_values& values) {
  const auto count = [&](std::string_view name) { return values.get<std::uint32_t>(kinds::count, name); };
  return {.producers = count("producers"),
          .consumers = count("consumers"),
          .capacity = count("capacity"),
          .items = count("items")};
}

}  // namespace

extern const workload_descriptor channel_workload{
    .name = "channel",
    .kind = workload_kind::cpu,
    .shape = work_shape::pipeline,
    .summary = "items through a bounded queue: the hand-over and nothing else",
    .parameters = parameters,
    .declared_wait = [](const parameter_values&) { return std::chrono::nanoseconds(0); },
    .concurrency = [](const parameter_values& values, int) { return std::int64_t{plan_of(values).members()}; },
    .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
      return std::make_unique<pipeline_work>(plan_of(values));
    },
};

}  // namespace interleave
