// Two groups of values: found where there are two, and hardly ever where there is one.
#include "reports/statistics/modes.hpp"

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using measured_values = std::vector<double>;

TEST(modes_test, two_groups_are_told_apart_wherever_their_values_stand) {
  EXPECT_EQ(lower_mode(measured_values{83, 17, 84, 18, 82, 17.5, 85, 16, 81}), 4U);
  EXPECT_EQ(lower_mode(measured_values{1, 1.1, 0.9, 2, 2.1, 1.9}), 3U);
  EXPECT_EQ(lower_mode(measured_values{1e9 + 1, 1e9 + 1.1, 1e9 + 0.9, 1e9 + 2, 1e9 + 2.1, 1e9 + 1.9}), 3U);
}

TEST(modes_test, fewer_than_three_or_a_fifth_are_outliers) {
  EXPECT_EQ(lower_mode(measured_values{1, 1.1, 5, 5.1, 4.9, 5.05, 4.95, 5.02}), std::nullopt);
  measured_values many(30, 5.0);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] += 0.01 * static_cast<double>(i);
  for (std::size_t i = 0; i < 5; ++i) many[i] = 1 + 0.01 * static_cast<double>(i);
  EXPECT_EQ(lower_mode(many), std::nullopt);
  many[5] = 1;
  EXPECT_EQ(lower_mode(many), 6U);
}

TEST(modes_test, values_without_a_gap_are_one_group) {
  EXPECT_EQ(lower_mode(measured_values{1, 2, 3, 4, 5, 6, 7, 8, 9}), std::nullopt);
  EXPECT_EQ(lower_mode(measured_values(12, 3.0)), std::nullopt);
  EXPECT_EQ(lower_mode(measured_values{1, 1.1, 2, 2.1, 1.05}), std::nullopt) << "too few";
}

// How often in 3,000 samples of `count` values.
int found_in(std::size_t count, const std::function<double(std::mt19937_64&)>& draw) {
  std::mt19937_64 random(17);
  int found = 0;
  for (int i = 0; i < 3'000; ++i) {
    measured_values drawn;
    for (std::size_t k = 0; k < count; ++k) drawn.push_back(draw(random));
    found += lower_mode(drawn) ? 1 : 0;
  }
  return found;
}

// The percentage points themselves, and what lies between them.
TEST(modes_test, of_one_mode_hardly_one_sample_in_a_hundred_seems_to_have_two) {
  for (const std::size_t count : {6U, 9U, 14U, 22U, 50U}) {
    const int in_uniform =
        found_in(count, [](std::mt19937_64& random) { return std::uniform_real_distribution<>(0, 1)(random); });
    EXPECT_LE(in_uniform, 50) << count;
    EXPECT_GE(in_uniform, count < 20 ? 12 : 0) << count;
    EXPECT_LE(found_in(count, [](std::mt19937_64& random) { return std::normal_distribution<>()(random); }), 30)
        << count;
    EXPECT_LE(found_in(count, [](std::mt19937_64& random) { return std::exponential_distribution<>()(random); }), 50)
        << count;
  }
}

TEST(modes_test, a_peak_with_a_long_tail_seldom_passes_for_two) {
  const auto peak_and_tail = [](std::mt19937_64& random) {
    const bool is_in_tail = std::bernoulli_distribution(0.35)(random);
    return std::normal_distribution<>(0, 0.02)(random) -
           (is_in_tail ? std::uniform_real_distribution<>(0, 1)(random) : 0);
  };
  EXPECT_LE(found_in(9, peak_and_tail), 270);
  EXPECT_LE(found_in(30, peak_and_tail), 330);
}

TEST(modes_test, a_factor_of_two_is_seen_through_five_per_cent_of_noise) {
  const auto mixture = [](std::mt19937_64& random) {
    return std::normal_distribution<>(0, 0.05)(random) + (std::bernoulli_distribution()(random) ? std::log(2.0) : 0);
  };
  EXPECT_GE(found_in(9, mixture), 2'350);
  EXPECT_GE(found_in(20, mixture), 2'970);
}

}  // namespace
}  // namespace interleave::reports
