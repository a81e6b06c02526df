// cpu_spin: a chain of integer steps, as many as are asked for. A task of a known size and nothing else, for finding
// how small a task may be before a model spends more on it than in it. Stresses one core's integer unit; touches no
// memory. Says nothing about real work, so it is measured only where it is asked for.
#include "workloads/cpu_spin.hpp"

#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace interleave {
namespace {

constexpr std::uint64_t seed = 0x9e3779b97f4a7c15U;

constexpr std::uint64_t step(std::uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ x << 17;
}

// A linear map of 64 bits: where each single bit goes. step() is one, so any number of steps is a power of its matrix.
using bit_matrix = std::array<std::uint64_t, 64>;

std::uint64_t product(const bit_matrix& map, std::uint64_t bits) {
  std::uint64_t result = 0;
  for (; bits != 0; bits &= bits - 1) result ^= map[static_cast<std::size_t>(std::countr_zero(bits))];
  return result;
}

bit_matrix square(const bit_matrix& map) {
  bit_matrix result;
  std::ranges::transform(map, result.begin(), [&](std::uint64_t column) { return product(map, column); });
  return result;
}

}  // namespace

[[gnu::noinline]] std::uint64_t spin(std::uint64_t input, std::int64_t steps) {
  constexpr std::int64_t between_checkpoints = 4096;  // 7 us at the 1.7 ns that a step takes at 3 GHz
  std::uint64_t x = input + seed;
  while (steps > 0) {
    const std::int64_t block = std::min(steps, between_checkpoints);
    for (std::int64_t i = 0; i < block; ++i) x = step(x);
    steps -= block;
    checkpoint();
  }
  return x;
}

struct cpu_spin {
  static constexpr std::array<parameter, 1> parameters{
      {{"steps", unit::count, 1024, 0, std::int64_t{1} << 30, "integer steps of a task"}}};
  static constexpr std::uint64_t inputs = 16;

  explicit cpu_spin(const parameter_values& values) : steps(values["steps"]) {}

  struct client {
    explicit client(const cpu_spin& w) : steps(w.steps) {}
    digest run(task_id id) { return spin(id % inputs, steps); }
    std::int64_t steps;
  };

  // By squaring: no step is taken.
  std::vector<digest> expected() const {
    std::vector<digest> states;
    for (std::uint64_t input = 0; input < inputs; ++input) states.push_back(input + seed);
    bit_matrix map;
    for (std::size_t bit = 0; bit < map.size(); ++bit) map[bit] = step(std::uint64_t{1} << bit);
    for (auto left = static_cast<std::uint64_t>(steps); left != 0; left >>= 1U, map = square(map))
      if (left % 2 != 0)
        for (digest& state : states) state = product(map, state);
    return states;
  }

  counters measured() const { return {{"steps_per_task", static_cast<double>(steps)}}; }

  std::int64_t steps;
};

extern const workload_descriptor cpu_spin_workload = describe<cpu_spin>({
    .name = "cpu_spin",
    .kind = work_kind::floor,
    .summary = "integer steps, as many as are asked for: tasks of a known size",
    .parameters = cpu_spin::parameters,
    .on_request = true,
});

}  // namespace interleave
