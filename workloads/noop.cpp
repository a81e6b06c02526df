// noop: does nothing. Stresses what every runner adds to every task: claiming, starting, recording, handing over. Says
// nothing about real work; it is the floor under every other number.
#include "workloads/describe.hpp"

namespace interleave {

struct noop {
  explicit noop(const parameter_values&) {}

  struct client {
    explicit client(const noop&) {}
    digest run(task_id id) { return id % 16; }
  };

  std::vector<digest> expected() const { return {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
};

extern const workload_descriptor noop_workload = describe<noop>({
    .name = "noop",
    .kind = workload_kind::floor,
    .summary = "nothing: the cost of running a task at all",
});

}  // namespace interleave
