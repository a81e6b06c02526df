// cpu_spin: a chain of integer steps, as many as are asked for. A task of a known size and nothing else, for finding
// how small a task may be before its overhead under a model exceeds its work. Stresses one core's integer unit; touches
// no memory. Says nothing about real work, so it is measured only on request.
#include "workloads/cpu_spin.hpp"

#include "workloads/describe.hpp"
#include "workloads/xorshift.hpp"

#include <array>
#include <vector>

namespace interleave {
namespace {

constexpr std::uint64_t seed = 0x9e3779b97f4a7c15U;

}  // namespace

[[gnu::noinline]] std::uint64_t spin(std::uint64_t input, std::int64_t steps) {
  return walk_xorshift64(input + seed, static_cast<std::uint64_t>(steps));
}

struct cpu_spin {
  static constexpr std::array<parameter, 1> parameters{
      {{"steps", kinds::count, 1024, 0, std::int64_t{1} << 30, "integer steps per task"}}};
  static constexpr std::uint64_t inputs = 16;

  explicit cpu_spin(const parameter_values& values) : steps(values.get(kinds::count, "steps")) {}

  struct client {
    explicit client(const cpu_spin& w) : steps(w.steps) {}
    digest run(task_id id) const { return spin(id % inputs, steps); }
    std::int64_t steps;
  };

  // No step is taken.
  std::vector<digest> expected() const {
    std::vector<digest> ends;
    for (std::uint64_t input = 0; input < inputs; ++input)
      ends.push_back(jump_xorshift64(input + seed, static_cast<std::uint64_t>(steps)));
    return ends;
  }

  counters measured() const { return {{"steps_per_task", static_cast<double>(steps)}}; }

  std::int64_t steps;
};

extern const workload_descriptor cpu_spin_workload = describe<cpu_spin>({
    .name = "cpu_spin",
    .kind = workload_kind::probe,
    .summary = "a chain of integer steps: tasks of a chosen size",
    .parameters = cpu_spin::parameters,
    .on_request = true,
});

}  // namespace interleave
