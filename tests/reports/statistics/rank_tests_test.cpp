// Signed-rank and rank-sum tests and the intervals that invert them, against SciPy and against values by hand.
#include "reports/statistics/rank_sum.hpp"
#include "reports/statistics/signed_rank.hpp"
#include "tests/reports/statistics/reference.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

namespace interleave::reports {
namespace {

using testing::expect_close;
using testing::expect_estimate;
using testing::numbers;
using testing::reference;

TEST(signed_rank_test, counts_signs_by_hand) {
  // Ranks 1 2 3, all with a plus: one of 8 choices reaches 6, two reach 5.
  EXPECT_EQ(signed_rank_p_greater(std::vector<double>{0.1, 0.2, 0.3}), 1.0 / 8);
  EXPECT_EQ(signed_rank_p_greater(std::vector<double>{-0.1, 0.2, 0.3}), 2.0 / 8);
  EXPECT_EQ(signed_rank_p_greater(std::vector<double>{-0.1, -0.2, -0.3}), 1);
  // Tied: ranks 1.5 1.5 3; the sum 4.5 or more is had by {3, 1.5} twice and by all three.
  EXPECT_EQ(signed_rank_p_greater(std::vector<double>{1, -1, 2}), 3.0 / 8);
}

TEST(signed_rank_test, is_one_where_nothing_is_left_to_rank) {
  EXPECT_EQ(signed_rank_p_greater({}), 1);
  EXPECT_EQ(signed_rank_p_greater(std::vector<double>{0.5, 0.5, 0.5}, 0.5), 1);
}

TEST(signed_rank_test, agrees_with_scipy_and_with_all_signs_enumerated) {
  for (const auto& entry : reference("signed_rank")) {
    const double p = signed_rank_p_greater(numbers(entry["values"]), entry["shift"].get<double>());
    expect_close(p, entry["p"].get<double>(), entry.dump());
    EXPECT_NEAR(p / entry["p"].get<double>(), 1, 1e-9) << entry;
  }
}

TEST(signed_rank_test, knows_the_smallest_p_of_sixty) {
  const std::vector<double> all_above(60, 1.0);
  EXPECT_EQ(signed_rank_p_greater(all_above), std::ldexp(1.0, -60));
}

TEST(hodges_lehmann_test, agrees_with_the_inverted_test) {
  for (const auto& entry : reference("hodges_lehmann"))
    expect_estimate(hodges_lehmann(numbers(entry["values"]), entry["confidence"].get<double>()), entry);
}

TEST(hodges_lehmann_test, gives_the_range_of_six_and_no_interval_of_five) {
  // P(W = 0) is 1/64 of six, which 2.5 % allow, and 1/32 of five, which they don't.
  const reports::estimate six = hodges_lehmann(std::vector<double>{1, 2, 4, 8, 16, 32});
  ASSERT_TRUE(six.interval);
  EXPECT_EQ(six.interval->low, 1);
  EXPECT_EQ(six.interval->high, 32);
  EXPECT_FALSE(hodges_lehmann(std::vector<double>{1, 2, 4, 8, 16}).interval);
}

TEST(hodges_lehmann_test, has_no_width_where_all_are_equal) {
  const reports::estimate found = hodges_lehmann(std::vector<double>(9, 0.25));
  EXPECT_EQ(found.median, 0.25);
  EXPECT_EQ(found.interval->low, 0.25);
  EXPECT_EQ(found.interval->high, 0.25);
}

TEST(hodges_lehmann_test, covers_the_true_shift_as_often_as_it_says) {
  std::mt19937_64 generator(5);
  std::normal_distribution<double> noise(0.02, 0.03);
  constexpr int trials = 4000;
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> differences(15);
    for (double& difference : differences) difference = noise(generator);
    const reports::estimate found = hodges_lehmann(differences);
    covered += found.interval->low <= 0.02 && 0.02 <= found.interval->high ? 1 : 0;
  }
  // 95.2 % with 15 differences; five standard errors of 4000 trials are 1.7 %.
  EXPECT_NEAR(covered / static_cast<double>(trials), 0.952, 0.017);
}

TEST(rank_sum_test, counts_deals_by_hand) {
  // Of C(4, 2) = 6 deals one has U = 0; two-sided 2/6.
  expect_close(rank_sum_p(std::vector<double>{1, 2}, std::vector<double>{3, 4}), 1.0 / 3, "");
  EXPECT_EQ(rank_sum_p(std::vector<double>{1}, std::vector<double>{2}), 1);
  EXPECT_EQ(rank_sum_p(std::vector<double>{1, 4}, std::vector<double>{2, 3}), 1);
}

TEST(rank_sum_test, agrees_with_scipy) {
  for (const auto& entry : reference("rank_sum")) {
    const double p = rank_sum_p(numbers(entry["base"]), numbers(entry["candidate"]));
    expect_close(p, entry["p"].get<double>(), entry.dump());
    EXPECT_NEAR(p / entry["p"].get<double>(), 1, 1e-9) << entry;
    expect_close(rank_sum_p(numbers(entry["candidate"]), numbers(entry["base"])), p, "the other way round");
  }
}

TEST(rank_sum_test, sees_no_difference_where_all_are_equal) {
  EXPECT_EQ(rank_sum_p(std::vector<double>(5, 3.0), std::vector<double>(40, 3.0)), 1);
}

TEST(shift_between_test, agrees_with_the_inverted_test) {
  for (const auto& entry : reference("shift_between")) {
    expect_estimate(
        shift_between(numbers(entry["base"]), numbers(entry["candidate"]), entry["confidence"].get<double>()), entry);
  }
}

TEST(shift_between_test, is_turned_round_with_its_groups) {
  const std::vector<double> a = {1, 2.5, 3, 7, 8.25};
  const std::vector<double> b = {2, 4, 9, 11, 12.5, 30};
  const reports::estimate forth = shift_between(a, b);
  const reports::estimate back = shift_between(b, a);
  EXPECT_EQ(forth.median, -back.median);
  EXPECT_EQ(forth.interval->low, -back.interval->high);
  EXPECT_EQ(forth.interval->high, -back.interval->low);
}

// All differences written down, the interval's ends from the normal approximation of the rank.
TEST(shift_between_test, finds_what_sorting_all_differences_finds) {
  std::mt19937_64 generator(11);
  for (const double step : {1e-12, 0.5, 1e9}) {
    std::uniform_int_distribution<int> value(-40, 40);  // many are equal, and some differences are zero
    std::vector<double> base(45);
    std::vector<double> candidate(62);
    for (double& each : base) each = value(generator) * step;
    for (double& each : candidate) each = value(generator) * step;
    std::vector<double> all;
    for (const double from : base)
      for (const double to : candidate) all.push_back(to - from);
    std::ranges::sort(all);
    const reports::estimate found = shift_between(base, candidate);
    EXPECT_EQ(found.median, (all[all.size() / 2 - 1] + all[all.size() / 2]) / 2);
    // 45 * 62 / 2 - 1.95996 * sqrt(45 * 62 * 108 / 12) - 0.5 = 1083.9
    EXPECT_EQ(found.interval->low, all[1084 - 1]);
    EXPECT_EQ(found.interval->high, all[all.size() - 1084]);
  }
}

// Their differences would take 20 GB.
TEST(shift_between_test, takes_groups_of_any_size) {
  std::vector<double> base(50'000);
  for (std::size_t i = 0; i < base.size(); ++i) base[i] = static_cast<double>(i);
  std::vector<double> candidate = base;
  for (double& each : candidate) each += 3;
  EXPECT_EQ(shift_between(base, candidate).median, 3);
}

TEST(shift_test, is_above_a_bound_where_its_interval_is) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int> value(0, 40);  // few values: many ties
  int above = 0;
  for (int i = 0; i < 2'000; ++i) {
    std::vector<double> base(3 + static_cast<std::size_t>(i % 6));
    std::vector<double> candidate(4 + static_cast<std::size_t>(i % 5));
    for (double& each : base) each = value(random);
    for (double& each : candidate) each = value(random);
    const double bound = value(random) - 20;
    for (const double confidence : {0.8, 0.95, 0.999}) {
      const estimate shift = shift_between(base, candidate, confidence);
      const bool is_above = shift.interval && shift.interval->low > bound;
      above += is_above ? 1 : 0;
      EXPECT_EQ(shift_is_above(base, candidate, bound, confidence), is_above);
      // The other end, by exchanging the groups.
      EXPECT_EQ(shift_is_above(candidate, base, -bound, confidence), shift.interval && shift.interval->high < bound);
    }
  }
  EXPECT_GT(above, 500);
}

}  // namespace
}  // namespace interleave::reports
