// Where there are more clients than workers, each client gets its share of the tasks: a model that serves the same few
// again and again has low percentiles that no user of it would see.
//
// Tasks are counted, on one CPU: there the order in which a model serves its clients decides alone. With several
// workers, those whose CPU another program uses too have fewer tasks under any model.
#include "tests/runners/levels.hpp"
#include "tests/runners/run_batch.hpp"
#include "workloads/describe.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <sched.h>

namespace interleave {

// A task that counts itself for its client, from when every client has had one. In shared memory, because the tasks may
// be in several processes.
struct counted {
  static constexpr std::size_t most_clients = 1000;
  static constexpr task_id first_tasks = 500;
  struct counts {
    std::atomic<std::size_t> clients{0};
    std::atomic<std::size_t> served{0};
    std::array<std::atomic<bool>, most_clients> was_served{};
    std::array<std::atomic<std::uint64_t>, most_clients> tasks{};
  };

  explicit counted(const parameter_values&) {}

  struct client {
    explicit client(const counted& w) : shared(w.memory[0]), me(shared.clients++) {}
    digest run(task_id id) {
      if (!shared.was_served[me].exchange(true)) ++shared.served;
      if (shared.served == shared.clients)
        ++shared.tasks[me];
      else if (id < first_tasks)
        sched_yield();  // to the thread that is about to submit the first tasks of other clients
      return id % 4;
    }
    counts& shared;
    std::size_t me;
  };

  std::vector<digest> expected() const { return {0, 1, 2, 3}; }

  counters measured() const {
    const counts& c = memory[0];
    const std::vector<double> tasks(c.tasks.begin(), c.tasks.begin() + static_cast<std::ptrdiff_t>(c.clients.load()));
    return {{"clients", static_cast<double>(c.clients)},
            {"tasks", std::accumulate(tasks.begin(), tasks.end(), 0.0)},
            {"fewest", std::ranges::min(tasks)}};
  }

  mutable shared_array<counts> memory{1};
};

namespace {

constexpr workload_descriptor counted_workload = describe<counted>({
    .name = "counted",
    .kind = workload_kind::cpu,
    .summary = "counts the tasks of each client",
});

std::vector<level> fair_levels() {
  std::vector<level> levels = all_levels(counted_workload, {8, 200});
  std::erase_if(levels, [](const level& one) { return !one.runner->favours.empty(); });
  return levels;
}

class shares : public testing::TestWithParam<level> {};

// A worker that takes its tasks by itself has one slot for all of its clients, who take turns there.
TEST_P(shares, of_clients_are_half_of_the_mean_at_least) {
  const auto [runner, in_flight] = GetParam();
  const auto work = counted_workload.make(counted_workload.defaults());
  staged batch(counted_workload, *work, *runner, in_flight, placement_policy::one_cpu);
  // Whom a model with a worker for each client serves is up to the kernel.
  if (batch.running().workers() >= in_flight) return;
  constexpr int each = 40;
  batch.run(2 * counted::first_tasks + static_cast<task_id>(in_flight) * each);
  const counters told = work->measured();
  EXPECT_GE(told.at("tasks"), each / 2 * told.at("clients"));
  EXPECT_GE(2 * told.at("fewest") * told.at("clients"), told.at("tasks"));
}

INSTANTIATE_TEST_SUITE_P(runners, shares, testing::ValuesIn(fair_levels()), name_of_level);

}  // namespace
}  // namespace interleave
