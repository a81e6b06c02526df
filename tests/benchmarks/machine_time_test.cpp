// The share of the machine that others took, on accounts made up for the test.
#include "benchmarks/machine_time.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

// One second on two CPUs.
foreign_cpu of(double idle_seconds, double known_seconds) {
  return foreign_cpu_between({.wall_ns = 0, .idle_seconds = 100, .cpus = 2},
                             {.wall_ns = 1'000'000'000, .idle_seconds = 100 + idle_seconds, .cpus = 2}, known_seconds);
}

TEST(foreign_cpu, is_what_was_neither_idle_nor_ours) {
  EXPECT_NEAR(of(0.5, 1.0).share, 0.25, 1e-9);
  EXPECT_TRUE(of(0.5, 1.0).contaminates);
}

TEST(foreign_cpu, up_to_five_percent_does_not_contaminate) {
  EXPECT_FALSE(of(1.0, 0.91).contaminates);
  EXPECT_TRUE(of(1.0, 0.89).contaminates);
}

TEST(foreign_cpu, is_never_negative) {
  EXPECT_EQ(of(1.0, 1.5).share, 0);
}

TEST(foreign_cpu, below_the_resolution_of_the_kernels_accounts_does_not_contaminate) {
  const foreign_cpu f = foreign_cpu_between({.wall_ns = 0, .idle_seconds = 0, .cpus = 2},
                                            {.wall_ns = 100'000'000, .idle_seconds = 0.185, .cpus = 2}, 0);
  EXPECT_GT(f.share, 0.05);
  EXPECT_FALSE(f.contaminates);
}

TEST(machine_time, is_read_from_this_machine) {
  const machine_time now = machine_time_now();
  EXPECT_GE(now.cpus, 1);
  EXPECT_GT(now.idle_seconds, 0);
}

}  // namespace
}  // namespace interleave
