// The share of the machine that other programs took, from invented readings.
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
  EXPECT_TRUE(of(0.5, 1.0).contaminates());
}

TEST(foreign_cpu, up_to_five_percent_does_not_contaminate) {
  EXPECT_FALSE(of(1.0, 0.91).contaminates());
  EXPECT_TRUE(of(1.0, 0.89).contaminates());
  EXPECT_EQ(of(1.0, 0.89).threshold, 0.05);
}

TEST(foreign_cpu, is_below_zero_where_the_accounts_overlap) {
  EXPECT_NEAR(of(1.0, 1.01).share, -0.005, 1e-9);
  EXPECT_FALSE(of(1.0, 1.01).contaminates());
}

// 10 ms of 70: whatever the number of CPUs, the kernel rounds only their sum.
TEST(foreign_cpu, of_a_short_time_contaminates_only_above_what_the_kernels_accounts_can_resolve) {
  const auto of_35_ms = [](double idle_seconds) {
    return foreign_cpu_between({.wall_ns = 0, .idle_seconds = 0, .cpus = 2},
                               {.wall_ns = 35'000'000, .idle_seconds = idle_seconds, .cpus = 2}, 0);
  };
  EXPECT_NEAR(of_35_ms(0.061).threshold, 1.0 / 7, 1e-9);
  EXPECT_GT(of_35_ms(0.061).share, 0.05);
  EXPECT_FALSE(of_35_ms(0.061).contaminates());
  EXPECT_TRUE(of_35_ms(0.059).contaminates());
}

TEST(machine_time, is_read_from_this_machine) {
  const machine_time now = machine_time_now();
  EXPECT_GE(now.cpus, 1);
  EXPECT_GT(now.idle_seconds, 0);
}

}  // namespace
}  // namespace interleave
