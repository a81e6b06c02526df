// generator: values made one by one as they are asked for. Stresses switching back and forth between two sides: a call,
// a resumption, or two wake-ups. A value costs a multiplication, so that the switching is what is measured.
#include "workloads/stream.hpp"

namespace interleave {
namespace {

constexpr std::array<parameter, 1> parameters{
    {{"items", kinds::count, 1'000, 1, 1'000'000'000, "values that are asked for per task"}}};

}  // namespace

extern const workload_descriptor generator_workload{
    .name = "generator",
    .kind = workload_kind::cpu,
    .shape = work_shape::stream,
    .summary = "values made one by one as they are asked for",
    .parameters = parameters,
    .declared_wait = [](const parameter_values&) { return std::chrono::nanoseconds(0); },
    .concurrency = [](const parameter_values&, int) { return std::int64_t{2}; },
    .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
      return std::make_unique<stream_work>(values.get<std::uint64_t>(kinds::count, "items"));
    },
};

}  // namespace interleave
