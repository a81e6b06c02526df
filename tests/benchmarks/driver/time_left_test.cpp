// The estimate of the time left.
#include "benchmarks/driver/time_left.hpp"

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

TEST(time_left, is_unknown_before_the_first_sample) {
  time_left left(2);
  left.plan_sample(0);
  EXPECT_EQ(left.seconds(), std::nullopt);
}

TEST(time_left, expects_a_cell_to_take_as_long_as_it_did) {
  time_left left(2);
  for (int i = 0; i < 3; ++i) {
    left.plan_sample(0);
    left.plan_sample(1);
  }
  left.finish_sample(0, 1.0);
  left.finish_sample(1, 10.0);
  left.finish_sample(1, 20.0);
  EXPECT_DOUBLE_EQ(*left.seconds(), 2 * 1.0 + 1 * 15.0);
}

TEST(time_left, expects_an_unknown_cell_to_take_as_long_as_the_average_cell) {
  time_left left(3);
  for (std::size_t cell = 0; cell < 3; ++cell) left.plan_sample(cell);
  left.finish_sample(0, 1.0);
  left.finish_sample(1, 3.0);
  EXPECT_DOUBLE_EQ(*left.seconds(), 2.0);
}

TEST(time_left, forgets_the_samples_of_a_cell_that_is_given_up) {
  time_left left(2);
  for (int i = 0; i < 5; ++i) left.plan_sample(0);
  left.plan_sample(1);
  left.finish_sample(0, 30.0);
  left.finish_sample(1, 1.0);
  left.drop_samples(0);
  EXPECT_DOUBLE_EQ(*left.seconds(), 0.0);
}

}  // namespace
}  // namespace interleave::driver
