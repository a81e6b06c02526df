// The ideal bound on cases worked out by hand.
#include "benchmarks/measurement.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(ideal_per_second, of_pure_waiting_is_bounded_by_the_tasks_in_flight) {
  EXPECT_NEAR(ideal_per_second({.cpu_ns = 0, .wait_ns = 5e6}, 64, 2), 64 / 0.005, 1e-6);
}

TEST(ideal_per_second, of_pure_computing_is_bounded_by_the_cores) {
  EXPECT_DOUBLE_EQ(ideal_per_second({.cpu_ns = 100e3, .wait_ns = 0}, 64, 2), 20'000);
}

TEST(ideal_per_second, of_computing_with_less_in_flight_than_cores_is_bounded_by_what_is_in_flight) {
  EXPECT_DOUBLE_EQ(ideal_per_second({.cpu_ns = 100e3, .wait_ns = 0}, 1, 4), 10'000);
}

TEST(ideal_per_second, of_mixed_work_changes_its_bound_where_the_cores_are_full) {
  const time_alone c{.cpu_ns = 200e3, .wait_ns = 1e6};
  EXPECT_DOUBLE_EQ(ideal_per_second(c, 6, 2), 5'000);
  EXPECT_DOUBLE_EQ(ideal_per_second(c, 12, 2), 10'000);
  EXPECT_DOUBLE_EQ(ideal_per_second(c, 1000, 2), 10'000);
}

}  // namespace
}  // namespace interleave
