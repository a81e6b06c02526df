// Twins of trees: skynet with oneTBB task groups; a node calls its last child directly, as in TBB's own examples.
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <numeric>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

namespace interleave {
namespace {

std::uint64_t skynet(std::uint64_t first, std::uint64_t leaves) {
  if (leaves == 1) return first;
  const std::uint64_t part = leaves / 10;
  std::array<std::uint64_t, 10> sums;
  tbb::task_group group;
  for (std::uint64_t i = 0; i < 9; ++i)
    group.run([&sums, first, part, i] { sums[i] = skynet(first + i * part, part); });
  sums[9] = skynet(first + 9 * part, part);
  group.wait();
  return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

// `leaves`: a power of ten. Task `id` adds the `leaves` numbers from (id % 16) * leaves on.
class tbb_skynet_twin final : public twin {
 public:
  tbb_skynet_twin(std::uint64_t leaves, int threads)
      : leaves_(leaves),
        limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
        arena_(threads) {}
  ~tbb_skynet_twin() override {
    arena_.terminate();
    tbb::finalize(handle_, std::nothrow);
  }
  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id)
      sum += arena_.execute([&] { return skynet(id % 16 * leaves_, leaves_); });
    return sum;
  }

 private:
  std::uint64_t leaves_;
  tbb::task_scheduler_handle handle_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

constexpr std::array list{shape_twin{
    .workload = "skynet",
    .runner = "tbb_tasks",
    .make = [](const parameter_values& values, int cores) -> std::unique_ptr<twin> {
      return std::make_unique<tbb_skynet_twin>(values.get<std::size_t>(kinds::count, "leaves"), cores);
    },
    .units_per_task = [](const parameter_values& values) -> std::uint64_t {
      return values.get<std::size_t>(kinds::count, "leaves") - 1;
    },
}};

}  // namespace

const std::span<const shape_twin> tree_twins = list;

}  // namespace interleave
