// producer_consumer: a classic lesson, in which a queue decouples producers from consumers. 2 producers make 10 items
// each and wait 0.5 to 1.5 s before every one, 4 consumers take 5 each and wait 0.5 s after every one; `scale` says how
// long a second of that is. Stresses waits that overlap and the wake-ups between them. Computes nothing, and moves next
// to no data.
#include "workloads/pipeline.hpp"

namespace interleave {

using namespace std::chrono_literals;
namespace {

constexpr std::uint32_t items = 20;

// With the default seed the lesson at full scale takes 29.8 s in sequence and 10.4 s overlapped, near the mean of all
// seeds. With its default capacity the queue never fills, so producers never wait for consumers.
constexpr std::array<parameter, 3> parameters{{
    {"scale", kinds::duration, 1ms, 1us, 1s, "how long a second of the lesson lasts here"},
    {"seed", kinds::count, 2, 0, 1'000'000, "seed of the producers' random waits"},
    {"capacity", kinds::count, items, 1, items, "items that the queue can hold"},
}};

pipeline_plan plan_of(const parameter_values& values) {
  const auto scale = values.get(kinds::duration, "scale");
  const auto seed = values.get<std::uint64_t>(kinds::count, "seed");
  pipeline_plan plan{.producers = 2,
                     .consumers = 4,
                     .capacity = values.get<std::uint32_t>(kinds::count, "capacity"),
                     .items = items,
                     .wait_after_each = scale / 2};
  for (std::uint64_t number = 0; number < items; ++number) {
    const std::uint64_t random = splitmix64(seed, number) >> 32;  // a fraction of 2^32
    plan.waits_before.push_back(scale / 2 + scale * random / (std::uint64_t{1} << 32));
  }
  return plan;
}

}  // namespace

extern const workload_descriptor producer_consumer_workload{
    .name = "producer_consumer",
    .kind = workload_kind::io,
    .shape = work_shape::pipeline,
    .summary = "2 producers and 4 consumers that mostly wait, around a queue",
    .parameters = parameters,
    .waits = true,
    .declared_wait = [](const parameter_values& values) { return time_in_sequence(plan_of(values)); },
    .concurrency = [](const parameter_values& values, int) { return std::int64_t{plan_of(values).members()}; },
    .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
      return std::make_unique<pipeline_work>(plan_of(values));
    },
};

}  // namespace interleave
