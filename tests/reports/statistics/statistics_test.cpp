// Medians, their intervals and ratios against values worked out by hand, and against numpy and scipy
// (data/statistics_reference.py).
#include "reports/statistics/statistics.hpp"

#include "reports/statistics/ratio.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

const nlohmann::json& vectors() {
  static const nlohmann::json document =
      nlohmann::json::parse(testing::text_of(testing::data_path("statistics_reference.json")));
  return document["vectors"];
}

std::vector<double> drawn(std::mt19937_64& generator, std::size_t count) {
  std::lognormal_distribution<double> noise(0, 0.3);
  std::vector<double> values(count);
  for (double& value : values) value = noise(generator);
  return values;
}

bool holds(const estimate& found, double value) {
  return found.interval->low <= value && value <= found.interval->high;
}

TEST(median_test, takes_the_middle_or_the_mean_of_the_two_middles) {
  EXPECT_DOUBLE_EQ(median(std::vector<double>{3}), 3);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{9, 1, 5, 2}), 3.5);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{7, 7, 7, 7}), 7);
}

TEST(median_test, agrees_with_numpy_and_its_interval_with_scipy) {
  for (const auto& entry : vectors()) {
    const auto values = entry["values"].get<std::vector<double>>();
    const estimate found = median_estimate(values);
    EXPECT_DOUBLE_EQ(found.median, entry["median"].get<double>()) << entry["name"];
    EXPECT_NEAR(geometric_mean(values), entry["geometric_mean"].get<double>(), 1e-9) << entry["name"];
    ASSERT_TRUE(found.interval) << entry["name"];
    if (entry["interval"].is_null()) continue;
    EXPECT_EQ(found.interval->low, entry["interval"][0].get<double>()) << entry["name"];
    EXPECT_EQ(found.interval->high, entry["interval"][1].get<double>()) << entry["name"];
  }
}

TEST(median_test, has_no_interval_of_fewer_than_five_and_the_range_of_five) {
  EXPECT_FALSE(median_estimate(std::vector<double>{1, 2, 4, 8}).interval);
  const estimate five = median_estimate(std::vector<double>{4, 1, 16, 2, 8});
  ASSERT_TRUE(five.interval);
  EXPECT_EQ(five.interval->low, 1);
  EXPECT_EQ(five.interval->high, 16);
}

// 1 - 2 / 2^n for the range; the inner ends of seven, which would cover 87.5 %, are no 95 % interval.
TEST(median_test, says_what_its_interval_covers) {
  EXPECT_DOUBLE_EQ(median_coverage(5), 0.9375);
  EXPECT_DOUBLE_EQ(median_coverage(6), 0.96875);
  EXPECT_DOUBLE_EQ(median_coverage(7), 0.984375);
  EXPECT_DOUBLE_EQ(median_coverage(9), 1 - 2 * (1 + 9) / 512.0);
  for (std::size_t count = 6; count < 300; ++count) EXPECT_GE(median_coverage(count), 0.95) << count;
  EXPECT_NEAR(median_coverage(1'000'000), 0.95, 0.001);
}

TEST(median_test, covers_the_true_median_as_often_as_it_says) {
  std::mt19937_64 generator(3);
  constexpr int trials = 4000;
  for (const std::size_t count : {5U, 7U, 15U}) {
    int covered = 0;
    for (int trial = 0; trial < trials; ++trial) covered += holds(median_estimate(drawn(generator, count)), 1) ? 1 : 0;
    // Five standard errors of 4000 trials are at most 1.9 %.
    EXPECT_NEAR(covered / static_cast<double>(trials), median_coverage(count), 0.019) << count;
  }
}

TEST(geometric_mean_test, agrees_with_values_by_hand) {
  EXPECT_DOUBLE_EQ(geometric_mean(std::vector<double>{2, 8}), 4);
  EXPECT_DOUBLE_EQ(geometric_mean(std::vector<double>{5}), 5);
}

TEST(ratio_test, is_the_median_of_all_ratios_with_the_rank_sum_interval) {
  // Of 4 against 4 the extreme ratios: 20 / 4 = 5 and 160 / 1; the 8th and 9th of the sixteen are 20 and 80 / 3.
  const std::vector<double> over = logarithms(std::vector<double>{20, 40, 80, 160});
  const std::vector<double> under = logarithms(std::vector<double>{1, 2, 4, 3});
  const estimate found = ratio_between({over, under});
  EXPECT_NEAR(found.interval->low, 5, 1e-12);
  EXPECT_NEAR(found.interval->high, 160, 1e-10);
  EXPECT_NEAR(found.median, std::sqrt(20 * 80.0 / 3), 1e-9);
}

TEST(ratio_test, has_no_interval_below_four_a_side) {
  const std::vector<double> three = logarithms(std::vector<double>{1, 2, 3});
  const std::vector<double> other = logarithms(std::vector<double>{4, 5, 6});
  const std::vector<double> four = logarithms(std::vector<double>{1, 2, 3, 4});
  EXPECT_FALSE(ratio_between({three, other}).interval);
  EXPECT_TRUE(ratio_between({four, logarithms(std::vector<double>{5, 6, 7, 8})}).interval);
  EXPECT_FALSE(mean_ratio(std::vector<log_groups>{{four, three}, {three, other}}).interval);
}

TEST(ratio_test, of_a_group_over_itself_is_exactly_one) {
  const std::vector<double> group = logarithms(std::vector<double>{1, 2, 3, 5, 8});
  const estimate found = ratio_between({group, group});
  EXPECT_EQ(found.median, 1);
  EXPECT_EQ(found.interval->low, 1);
  EXPECT_EQ(found.interval->high, 1);
}

TEST(ratio_test, the_inverse_ratio_has_the_inverse_interval) {
  const std::vector<double> a = logarithms(vectors()[2]["values"].get<std::vector<double>>());
  const std::vector<double> b = logarithms(vectors()[3]["values"].get<std::vector<double>>());
  const estimate forward = ratio_between({a, b});
  const estimate backward = ratio_between({b, a});
  EXPECT_NEAR(forward.median * backward.median, 1, 1e-12);
  EXPECT_NEAR(forward.interval->low * backward.interval->high, 1, 1e-12);
  EXPECT_NEAR(forward.interval->high * backward.interval->low, 1, 1e-12);
}

TEST(ratio_test, covers_the_true_ratio_as_often_as_it_says) {
  std::mt19937_64 generator(5);
  constexpr int trials = 4000;
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const std::vector<double> over = logarithms(drawn(generator, 5));
    const std::vector<double> under = logarithms(drawn(generator, 5));
    covered += holds(ratio_between({over, under}), 1) ? 1 : 0;
  }
  EXPECT_NEAR(covered / static_cast<double>(trials), 0.968, 0.014);
}

TEST(mean_ratio_test, of_one_ratio_is_that_ratio) {
  const std::vector<double> a = logarithms(vectors()[0]["values"].get<std::vector<double>>());
  const std::vector<double> b = logarithms(vectors()[1]["values"].get<std::vector<double>>());
  const estimate alone = ratio_between({a, b});
  const estimate mean = mean_ratio(std::vector<log_groups>{{a, b}});
  EXPECT_NEAR(mean.median, alone.median, 1e-12);
  EXPECT_NEAR(mean.interval->low, alone.interval->low, 1e-12);
  EXPECT_NEAR(mean.interval->high, alone.interval->high, 1e-12);
}

TEST(mean_ratio_test, combines_the_ends_by_the_root_of_their_squares) {
  // exp(log 8 / 2), with ends of the two at distances of 0 (equal samples) and of log 2 and log 4: half of each.
  const std::vector<double> eight = logarithms(std::vector<double>(5, 8.0));
  const std::vector<double> one = logarithms(std::vector<double>(5, 1.0));
  const std::vector<double> spread = {-std::log(2.0), -std::log(2.0), -std::log(2.0), 0, 0, 0, 0, 0, 0,
                                      std::log(4.0),  std::log(4.0),  std::log(4.0)};
  const std::vector<double> many(400, 0.0);
  const estimate part = ratio_between({spread, many});
  const estimate mean = mean_ratio(std::vector<log_groups>{{eight, one}, {spread, many}});
  EXPECT_NEAR(mean.median, std::sqrt(8.0), 1e-12);
  EXPECT_NEAR(mean.interval->low, std::sqrt(8.0 * part.interval->low), 1e-12);
  EXPECT_NEAR(mean.interval->high, std::sqrt(8.0 * part.interval->high), 1e-12);
  const estimate twice = mean_ratio(std::vector<log_groups>{{eight, one}, {spread, many}, {spread, many}});
  EXPECT_NEAR(twice.interval->high, std::exp((std::log(8.0) + std::sqrt(2.0) * std::log(part.interval->high)) / 3),
              1e-12);
}

TEST(mean_ratio_test, covers_at_least_95_of_100) {
  std::mt19937_64 generator(9);
  constexpr int trials = 3000;
  for (const std::size_t workloads : {2U, 6U}) {
    int covered = 0;
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<std::vector<double>> groups;
      for (std::size_t i = 0; i < 2 * workloads; ++i) groups.push_back(logarithms(drawn(generator, 5)));
      std::vector<log_groups> ratios;
      for (std::size_t i = 0; i < workloads; ++i) ratios.push_back({groups[2 * i], groups[2 * i + 1]});
      covered += holds(mean_ratio(ratios), 1) ? 1 : 0;
    }
    EXPECT_GE(covered / static_cast<double>(trials), 0.95) << workloads;
    EXPECT_LT(covered, trials) << workloads;
  }
}

TEST(p_of_ratio_beyond_test, is_one_within_the_factor_and_small_far_beyond_it) {
  const std::vector<double> base = logarithms(std::vector<double>{100, 101, 102, 103, 104});
  const std::vector<double> alike = logarithms(std::vector<double>{102, 103, 101, 104, 105});
  const std::vector<double> larger = logarithms(std::vector<double>{120, 121, 122, 123, 124});
  EXPECT_EQ(p_of_ratio_beyond({alike, base}, 1.03), 1);
  // The least that five against five can give, in both directions.
  EXPECT_NEAR(p_of_ratio_beyond({larger, base}, 1.03), 2.0 / 252, 1e-12);
  EXPECT_NEAR(p_of_ratio_beyond({base, larger}, 1.03), 2.0 / 252, 1e-12);
}

// All five are above all of the base, which alone would give 2 in 252; 1.5 % beyond the factor they lie among them.
TEST(p_of_ratio_beyond_test, asks_about_the_factor_and_not_about_any_difference) {
  const std::vector<double> base = logarithms(std::vector<double>{100, 101, 102, 103, 104});
  const std::vector<double> larger = logarithms(std::vector<double>{104.5, 105.6, 106.6, 107.6, 108.7});
  EXPECT_NEAR(p_of_ratio_beyond({larger, base}, 1.0), 2.0 / 252, 1e-12);
  EXPECT_GT(p_of_ratio_beyond({larger, base}, 1.03), 0.1);
}

}  // namespace
}  // namespace interleave::reports
