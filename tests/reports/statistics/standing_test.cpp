// Win, equal and undecided: the examples that a rule of 'the intervals touch' gets wrong, and each side of each limit.
#include "reports/statistics/standing.hpp"

#include "reports/statistics/ratio.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using samples = std::vector<double>;

standings ranked(const std::vector<samples>& groups, const standing_rule& rule = {}) {
  std::vector<std::vector<double>> logs;
  for (const samples& group : groups) logs.push_back(logarithms(group));
  const std::vector<std::span<const double>> spans(logs.begin(), logs.end());
  return rank_groups(spans, rule);
}

// `count` samples around `middle`, evenly from (1 - spread) to (1 + spread) times it; `shift` keeps groups from having
// equal values.
samples around(double middle, double spread, int count, double shift = 0) {
  samples all;
  for (int i = 0; i < count; ++i) all.push_back(middle * (1 + spread * (2.0 * i / (count - 1) - 1) + shift));
  return all;
}

TEST(standing_test, one_lucky_sample_makes_nobody_equal) {
  const standings found = ranked({{100, 100.1, 100.2, 100.3, 100.4, 100.5}, {60, 60.1, 60.2, 60.3, 60.4, 100.6}});
  EXPECT_EQ(found.outcome, standing::undecided);
  EXPECT_EQ(found.leader, 0U);
  EXPECT_GT(found.samples_to_decide, 6U);
}

// The medians say one thing and the shift between the samples the contrary.
TEST(standing_test, where_no_number_of_samples_would_decide_none_is_named) {
  const standings found =
      ranked({{101, 102, 103, 104, 105, 70, 71, 72, 73}, {99, 99.5, 99.7, 99.9, 100, 200, 201, 202, 203}});
  EXPECT_EQ(found.outcome, standing::undecided);
  EXPECT_EQ(found.leader, 0U);
  EXPECT_EQ(found.samples_to_decide, 0U);
}

TEST(standing_test, samples_that_there_are_already_are_not_said_to_be_enough) {
  for (const double spread : {0.02, 0.03, 0.04, 0.05, 0.06, 0.08}) {
    for (const double lead : {1.0, 1.01, 1.03, 1.05, 1.08, 1.2}) {
      standing_rule strict;
      strict.error = 0.05 / 120;
      const standings found = ranked({around(100, spread, 9), around(100 / lead, spread, 9, 1e-4)}, strict);
      if (found.outcome != standing::undecided || found.samples_to_decide == 0) continue;
      EXPECT_GT(found.samples_to_decide, 9U) << spread << ' ' << lead;
    }
  }
}

TEST(standing_test, a_wide_interval_is_undecided_and_not_equal) {
  EXPECT_EQ(ranked({around(100, 0.3, 6), around(103, 0.3, 6)}).outcome, standing::undecided);
}

TEST(standing_test, a_lead_beyond_the_margin_wins_and_one_within_it_does_not) {
  EXPECT_EQ(ranked({around(100, 0.001, 6), around(103.4, 0.001, 6)}).outcome, standing::win);
  EXPECT_EQ(ranked({around(100, 0.001, 6), around(102.6, 0.001, 6)}).outcome, standing::equal);
}

TEST(standing_test, a_win_is_over_everybody) {
  const standings found = ranked({around(100, 0.001, 6), around(101, 0.001, 6), around(80, 0.001, 6)});
  EXPECT_EQ(found.outcome, standing::equal);
  EXPECT_EQ(found.groups[0].at, position::equal);
  EXPECT_EQ(found.groups[1].at, position::equal);
  EXPECT_EQ(found.groups[2].at, position::behind);
}

TEST(standing_test, equal_means_within_ten_per_cent_of_the_fastest) {
  EXPECT_EQ(ranked({around(100, 0.0001, 6), around(101, 0.0001, 6), around(91.9, 0.0001, 6)}).groups[2].at,
            position::equal);
  EXPECT_EQ(ranked({around(100, 0.0001, 6), around(101, 0.0001, 6), around(91.7, 0.0001, 6)}).groups[2].at,
            position::behind);
}

TEST(standing_test, a_third_that_is_too_noisy_to_place_stays_open_beside_two_that_are_equal) {
  // The third may be up to 10 % slower or faster; the first two are within 10 % of anything it can be.
  const standings found =
      ranked({around(100, 0.001, 9), around(100.5, 0.001, 9), around(98, 0.09, 9, 0.0001)}, {.error = 0.001});
  EXPECT_EQ(found.outcome, standing::equal);
  EXPECT_EQ(found.groups[0].at, position::equal);
  EXPECT_EQ(found.groups[1].at, position::equal);
  EXPECT_EQ(found.groups[2].at, position::open);
}

TEST(standing_test, too_few_samples_decide_nothing) {
  const standings found = ranked({around(100, 0.001, 5), around(80, 0.001, 6)});
  EXPECT_EQ(found.outcome, standing::undecided);
  EXPECT_EQ(found.groups[0].at, position::too_few);
  EXPECT_EQ(found.samples_to_decide, 6U);
}

TEST(standing_test, who_is_far_behind_needs_few_samples) {
  const standings found = ranked({around(100, 0.001, 6), around(60, 0.01, 3), around(80, 0.01, 6)});
  EXPECT_EQ(found.outcome, standing::win);
  EXPECT_EQ(found.groups[1].at, position::far_behind);
  EXPECT_TRUE(found.groups[1].lead.interval) << "three against six have one: 84 orders";
  // Its best sample is what counts: one that comes near the leader makes it a rival again.
  EXPECT_EQ(ranked({around(100, 0.001, 6), {60, 60, 67}, around(80, 0.01, 6)}).outcome, standing::undecided);
  EXPECT_EQ(ranked({around(100, 0.001, 6), {60, 60}, around(80, 0.01, 6)}).groups[1].at, position::too_few);
}

TEST(standing_test, the_error_rate_asks_for_samples) {
  // Six against six have 924 orders: the clearest lead has a p-value of 1/924 on one side.
  const auto outcome_at = [](double error, int count) {
    return ranked({around(100, 0.001, count), around(130, 0.001, count)}, {.error = error, .far = 2}).outcome;
  };
  EXPECT_EQ(outcome_at(2.1 / 924, 6), standing::win);
  EXPECT_EQ(outcome_at(1.9 / 924, 6), standing::undecided);
  EXPECT_EQ(outcome_at(1.9 / 924, 7), standing::win);
  const standings short_of = ranked({around(100, 0.001, 6), around(130, 0.001, 6)}, {.error = 1e-4, .far = 2});
  EXPECT_EQ(short_of.samples_to_decide, 9U) << "2 / 48,620 is below 1e-4, 2 / 12,870 is not";
}

TEST(standing_test, the_number_of_samples_that_would_decide_does) {
  // Medians and spreads stay as they are when the same samples are taken again.
  const auto times = [](int repeats) {
    std::vector<samples> groups{around(100, 0.05, 6), around(112, 0.05, 6, 0.001)};
    for (samples& group : groups) {
      const samples once = group;
      for (int i = 1; i < repeats; ++i)
        for (const double value : once) group.push_back(value * (1 + 1e-6 * i));
    }
    return groups;
  };
  const standings few = ranked(times(1), {.error = 1e-3});
  ASSERT_EQ(few.outcome, standing::undecided);
  const int repeats = static_cast<int>((few.samples_to_decide + 5) / 6);
  EXPECT_GE(repeats, 2);
  EXPECT_EQ(ranked(times(repeats), {.error = 1e-3}).outcome, standing::win);
}

TEST(standing_test, the_leads_are_the_usual_intervals) {
  const standings found = ranked({around(100, 0.01, 6), around(120, 0.01, 6)});
  EXPECT_EQ(found.leader, 1U);
  EXPECT_NEAR(found.groups[0].lead.median, 1.2, 1e-3);
  ASSERT_TRUE(found.groups[0].lead.interval);
  EXPECT_EQ(found.groups[1].lead.median, 1);
}

}  // namespace
}  // namespace interleave::reports
