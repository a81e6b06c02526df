// Where workers really run, asked from the kernel.
#include "runners/placement.hpp"

#include <thread>

#include <gtest/gtest.h>
#include <sched.h>

namespace interleave {
namespace {

int usable_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  return CPU_COUNT(&set);
}

TEST(placement, free_changes_nothing) {
  const int before = usable_cpus();
  const placement place(placement_policy::free);
  place.place_worker(0);
  EXPECT_EQ(usable_cpus(), before);
}

TEST(placement, one_cpu_pins_the_process_and_says_one_core) {
  const int before = usable_cpus();
  {
    const placement place(placement_policy::one_cpu);
    EXPECT_EQ(usable_cpus(), 1);
    EXPECT_EQ(place.cores(), 1);
  }
  EXPECT_EQ(usable_cpus(), before);
}

TEST(placement, spread_pins_every_worker_to_one_cpu) {
  const placement place(placement_policy::spread);
  std::jthread([&] {
    place.place_worker(5);
    EXPECT_EQ(usable_cpus(), 1);
  }).join();
}

TEST(placement, spread_uses_different_cpus_where_there_are_several) {
  const placement place(placement_policy::spread);
  if (place.cores() < 2) return;
  int first = -1;
  int second = -1;
  std::jthread([&] { place.place_worker(0), first = sched_getcpu(); }).join();
  std::jthread([&] { place.place_worker(1), second = sched_getcpu(); }).join();
  EXPECT_NE(first, second);
}

TEST(placement, is_found_by_the_name_it_prints) {
  for (const auto policy : {placement_policy::free, placement_policy::one_cpu, placement_policy::spread})
    EXPECT_EQ(placement_named(name_of(policy)), policy);
  EXPECT_EQ(placement_named("everywhere"), std::nullopt);
}

}  // namespace
}  // namespace interleave
