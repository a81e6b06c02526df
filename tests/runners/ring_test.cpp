// Rings, beyond what is tested for every pair: hops are counted, and what the members' threads and processes use.
#include "tests/runners/run_batch.hpp"
#include "tests/support/error_of.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace interleave {
namespace {

template <class Descriptor>
const Descriptor& named(std::span<const Descriptor* const> all, std::string_view name) {
  for (const Descriptor* d : all)
    if (d->name == name) return *d;
  throw std::out_of_range(std::string(name));
}

struct prepared_ring {
  explicit prepared_ring(std::string_view workload, const runner_descriptor& runner, const char* members)
      : described(named(all_workloads(), workload)),
        work(described.make(with_members(members))),
        batch(described, *work, runner, 1) {}

  parameter_values with_members(const char* members) const {
    parameter_values values = described.defaults();
    values.set("members", members);
    return values;
  }

  const workload_descriptor& described;
  std::unique_ptr<workload> work;
  staged batch;
};

TEST(ring, counts_a_hop_for_each_member_of_each_lap) {
  for (const char* workload : {"brigade_pipes", "brigade_memory"})
    for (const runner_descriptor* runner : all_runners()) {
      if (runner->cannot_run(named(all_workloads(), workload))) continue;
      prepared_ring ring(workload, *runner, "5");
      ring.batch.run(7);
      EXPECT_EQ(ring.batch.running().units(), 35U) << workload << " " << runner->name;
      ring.batch.run(2);
      EXPECT_EQ(ring.batch.running().units(), 10U) << workload << " " << runner->name;
    }
}

// Every member but the first blocks until the token comes, which costs a context switch.
TEST(ring, of_processes_accounts_for_its_standing_members_and_for_the_last_batch_only) {
  prepared_ring ring("brigade_pipes", named(all_runners(), "process_pool"), "5");
  ring.batch.run(1000);
  ring.batch.run(100);
  const resource_usage used = ring.batch.running().worker_usage();
  EXPECT_GE(used.switches_voluntary, 250U);
  EXPECT_LE(used.switches_voluntary, 750U);
  EXPECT_EQ(ring.batch.running().worker_usage().switches_voluntary, used.switches_voluntary);
  EXPECT_GT(ring.batch.running().worker_memory().sum, 5U << 19U);
  ring.batch.run(3);
  EXPECT_EQ(ring.batch.running().units(), 15U);
}

TEST(ring, of_processes_notices_a_lost_member) {
  prepared_ring ring("brigade_memory", named(all_runners(), "process_pool"), "5");
  ring.batch.run(10);
  std::ifstream children("/proc/self/task/" + std::to_string(getpid()) + "/children");
  pid_t first = 0;
  pid_t second = 0;
  ASSERT_TRUE(children >> first >> second);
  kill(second, SIGKILL);
  EXPECT_THROW(ring.batch.run(10), killed);
}

}  // namespace
}  // namespace interleave
