// idle_tasks: very many tasks that only wait until they are let go. Stresses what a model keeps for each of them:
// stacks, frames, timers, kernel objects. Computes nothing, and moves no data.
#include "workloads/herd.hpp"

namespace interleave {
namespace {

constexpr std::uint64_t inputs = 8;

class idle_tasks_work final : public herd_work {
 public:
  // Mixed, so that the sum is wrong where a task has contributed twice in place of another.
  std::uint64_t contribution(std::uint64_t i) const override { return splitmix64(0, i); }
  digest digest_of_herd(task_id id, std::uint64_t count, std::uint64_t sum) const override {
    return sum - sum_of_all(count) + id % inputs;
  }
  std::span<const digest> expected() const override {
    static constexpr digest right[inputs]{0, 1, 2, 3, 4, 5, 6, 7};
    return right;
  }

 private:
  // Every herd of a cell has the same count.
  digest sum_of_all(std::uint64_t count) const {
    if (count != summed_) {
      sum_ = 0;
      for (summed_ = 0; summed_ < count; ++summed_) sum_ += splitmix64(0, summed_);
    }
    return sum_;
  }
  mutable std::uint64_t summed_ = 0;
  mutable digest sum_ = 0;
};

}  // namespace

extern const workload_descriptor idle_tasks_workload{
    .name = "idle_tasks",
    .kind = workload_kind::io,
    .shape = work_shape::herd,
    .summary = "tasks by the thousand that only wait: what each costs to make, keep and end",
    .parameters = {},
    .waits = true,
    .declared_wait = [](const parameter_values&) { return std::chrono::nanoseconds(0); },
    .make = [](const parameter_values&) -> std::unique_ptr<workload> { return std::make_unique<idle_tasks_work>(); },
};

}  // namespace interleave
