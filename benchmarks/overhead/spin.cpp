// The spinning workload and its calibration.
#include "benchmarks/overhead/spin.hpp"

#include "workloads/describe.hpp"

#include <algorithm>
#include <array>

namespace interleave {

[[gnu::noinline]] std::uint64_t spin(std::uint64_t input, std::int64_t steps) {
  std::uint64_t x = input + 0x9e3779b97f4a7c15U;
  for (std::int64_t i = 0; i < steps; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  return x;
}

struct spinning {
  static constexpr std::array<parameter, 1> parameters{{{"steps", unit::count, 0, 0, 1'000'000, "steps of a task"}}};
  static constexpr std::uint64_t inputs = 16;

  explicit spinning(const parameter_values& values) : steps(values["steps"]) {}

  struct client {
    explicit client(const spinning& w) : steps(w.steps) {}
    digest run(task_id id) { return spin(id % inputs, steps); }
    std::int64_t steps;
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (std::uint64_t input = 0; input < inputs; ++input) digests.push_back(spin(input, steps));
    return digests;
  }

  std::int64_t steps;
};

extern const workload_descriptor spin_workload = describe<spinning>({
    .name = "spin",
    .kind = work_kind::cpu,
    .summary = "integer steps of a known number",
    .parameters = spinning::parameters,
});

std::int64_t steps_taking(double nanoseconds) {
  constexpr std::int64_t trial = 1'000'000;
  std::uint64_t least = ~std::uint64_t{0};
  // The fastest of many: whatever else ran made the others longer.
  for (int i = 0; i < 50; ++i) {
    const std::uint64_t start = now_ns();
    volatile std::uint64_t kept = spin(1, trial);
    static_cast<void>(kept);
    least = std::min(least, now_ns() - start);
  }
  return static_cast<std::int64_t>(nanoseconds / static_cast<double>(least) * static_cast<double>(trial));
}

}  // namespace interleave
