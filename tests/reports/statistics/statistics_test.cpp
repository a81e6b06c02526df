// Statistics against values worked out by hand, and against numpy and scipy (data/statistics_reference.py).
#include "reports/statistics/statistics.hpp"

#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

constexpr std::size_t resamples = 10'000;

median_bootstrap resampled(const std::vector<double>& values, std::size_t count, std::uint64_t seed) {
  return bootstrap_median(values, draw_middle_ranks(values.size(), count, seed));
}

const nlohmann::json& reference() {
  static const nlohmann::json document =
      nlohmann::json::parse(testing::text_of(testing::data_path("statistics_reference.json")));
  return document;
}

std::vector<double> vector_named(const std::string& name) {
  for (const auto& entry : reference()["vectors"]) {
    if (entry["name"] == name) return entry["values"].get<std::vector<double>>();
  }
  return {};
}

TEST(quantile_test, interpolates_between_order_statistics) {
  // Type 7: position q (n - 1). By hand for 1 2 4 8: 0.5 -> position 1.5 -> 3; 0.1 -> 0.3 -> 1.3.
  const std::vector<double> values = {8, 1, 4, 2};
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile(values, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(quantile(values, 0), 1);
  EXPECT_DOUBLE_EQ(quantile(values, 1), 8);
}

TEST(quantile_test, agrees_with_numpy) {
  for (const auto& entry : reference()["vectors"]) {
    const auto values = entry["values"].get<std::vector<double>>();
    for (const auto& pair : entry["quantiles"]) {
      EXPECT_NEAR(quantile(values, pair[0].get<double>()), pair[1].get<double>(), 1e-9) << entry["name"] << pair;
    }
  }
}

TEST(median_test, takes_the_middle_or_the_mean_of_the_two_middles) {
  EXPECT_DOUBLE_EQ(median(std::vector<double>{3}), 3);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{9, 1, 5, 2}), 3.5);
  EXPECT_DOUBLE_EQ(median(std::vector<double>{7, 7, 7, 7}), 7);
}

TEST(geometric_mean_test, agrees_with_values_by_hand_and_scipy) {
  EXPECT_DOUBLE_EQ(geometric_mean(std::vector<double>{2, 8}), 4);
  EXPECT_DOUBLE_EQ(geometric_mean(std::vector<double>{5}), 5);
  for (const auto& entry : reference()["vectors"]) {
    EXPECT_NEAR(geometric_mean(entry["values"].get<std::vector<double>>()), entry["geometric_mean"].get<double>(),
                1e-9);
  }
}

TEST(bootstrap_test, the_stream_is_fixed_for_all_platforms) {
  // The generator was written a second time, in Python.
  const auto expected = reference()["stream"].get<std::vector<double>>();
  const median_bootstrap found = resampled(std::vector<double>{1, 2, 3, 4, 5}, expected.size(), 42);
  EXPECT_EQ(found.replicates, expected);
}

TEST(bootstrap_test, streams_differ_by_name_and_by_seed) {
  EXPECT_NE(stream_seed(1, std::string("a/b")), stream_seed(1, std::string("a/c")));
  EXPECT_NE(stream_seed(1, std::string("a/b")), stream_seed(2, std::string("a/b")));
  // FNV-1a of "a" from the authors' test vectors.
  EXPECT_EQ(stream_seed(0, std::string("a")), 0xaf63dc4c8601ec8cU);
}

TEST(bootstrap_test, medians_follow_the_enumerated_distribution) {
  // All n^n resamples were enumerated elsewhere; 10,000 draws come within five standard errors of every share.
  for (const auto& entry : reference()["vectors"]) {
    if (!entry.contains("enumerated")) continue;
    const auto values = entry["values"].get<std::vector<double>>();
    const median_bootstrap found = resampled(values, resamples, 7);
    const auto& support = entry["enumerated"]["support"];
    std::size_t counted = 0;
    for (std::size_t i = 0; i < support.size(); ++i) {
      const double share = entry["enumerated"]["share"][i].get<double>();
      const auto count = std::count(found.replicates.begin(), found.replicates.end(), support[i].get<double>());
      counted += static_cast<std::size_t>(count);
      EXPECT_NEAR(static_cast<double>(count) / static_cast<double>(resamples), share,
                  5 * std::sqrt(share * (1 - share) / static_cast<double>(resamples)))
          << entry["name"] << support[i];
    }
    EXPECT_EQ(counted, resamples) << "a median outside of the support: " << entry["name"];
  }
}

TEST(bootstrap_test, jackknife_leaves_each_sample_out_once) {
  // By hand: 1 2 4 8 without 1 -> 4, without 2 -> 4, without 4 -> 2, without 8 -> 2; of three, means of the two left.
  EXPECT_EQ(resampled(std::vector<double>{1, 2, 4, 8}, 1, 1).jackknife, (std::vector<double>{4, 4, 2, 2}));
  EXPECT_EQ(resampled(std::vector<double>{1, 2, 4}, 1, 1).jackknife, (std::vector<double>{3, 2.5, 1.5}));
  EXPECT_TRUE(resampled(std::vector<double>{1}, 1, 1).jackknife.empty());
}

TEST(interval_test, a_single_sample_and_equal_samples_have_no_width) {
  for (const std::vector<double>& values :
       {std::vector<double>{7}, std::vector<double>{7, 7}, std::vector<double>(9, 7.0)}) {
    const confidence_interval found = bootstrap_interval(resampled(values, resamples, 3));
    EXPECT_EQ(found.low, 7);
    EXPECT_EQ(found.high, 7);
  }
}

TEST(interval_test, five_samples_give_their_range) {
  // P(median of a resample is the smallest) = sum over k >= 3 of C(5,k) 0.2^k 0.8^(5-k) = 0.058 > 0.025.
  const confidence_interval found = bootstrap_interval(resampled(vector_named("five"), resamples, 1));
  EXPECT_EQ(found.low, 98.1);
  EXPECT_EQ(found.high, 104.9);
}

// Replicates 0 to 9999, so that a bound is the probability it was taken at, times 9999.
median_bootstrap ramp(double observed, std::vector<double> jackknife) {
  median_bootstrap group;
  group.median = observed;
  group.jackknife = std::move(jackknife);
  group.replicates.resize(resamples);
  std::iota(group.replicates.begin(), group.replicates.end(), 0.0);
  return group;
}

TEST(interval_test, corrects_for_bias_and_acceleration) {
  // With scipy.stats.norm: z0 = ppf(0.6); U = 3 (2.5 - 0 0 0 10), a = sum U^3 / (6 (sum U^2)^1.5) = -0.0962250;
  // cdf(z0 + (z0 + z) / (1 - a (z0 + z))) = 0.0368399 and 0.9811473 for z = ppf(0.025) and ppf(0.975).
  const confidence_interval found = bootstrap_interval(ramp(5999.5, {0, 0, 0, 10}));
  EXPECT_NEAR(found.low, 368.36246, 1e-4);
  EXPECT_NEAR(found.high, 9810.49142, 1e-4);
}

TEST(interval_test, falls_back_to_percentiles_where_bca_is_not_defined) {
  const confidence_interval equal = bootstrap_interval(ramp(5999.5, {7, 7, 7}));
  EXPECT_NEAR(equal.low, 0.025 * 9999, 1e-9);
  EXPECT_NEAR(equal.high, 0.975 * 9999, 1e-9);
  const confidence_interval one_sided = bootstrap_interval(ramp(20000, {0, 0, 0, 10}));
  EXPECT_NEAR(one_sided.low, 0.025 * 9999, 1e-9);
}

TEST(interval_test, is_widened_to_its_estimate) {
  EXPECT_EQ(bootstrap_interval(ramp(9998, {0, 1, 2})).low, 9998);
  EXPECT_EQ(bootstrap_interval(ramp(1, {0, 1, 2})).high, 1);
}

TEST(interval_test, agrees_with_scipys_bca) {
  for (const auto& entry : reference()["vectors"]) {
    const auto values = entry["values"].get<std::vector<double>>();
    const auto theirs = entry["bca"].get<std::vector<double>>();
    const confidence_interval ours = bootstrap_interval(resampled(values, resamples, 11));
    // The distribution of a median is a staircase; Monte Carlo error moves a bound by part of a step.
    const double step = 0.08 * (theirs[1] - theirs[0]);
    EXPECT_NEAR(ours.low, theirs[0], step) << entry["name"];
    EXPECT_NEAR(ours.high, theirs[1], step) << entry["name"];
  }
}

TEST(interval_test, holds_its_estimate_whatever_the_samples) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::vector<double> values =
        resampled(std::vector<double>{1, 2, 3, 5, 8, 13, 21, 99}, 1 + seed % 9, seed).replicates;
    const median_bootstrap group = resampled(values, 500, seed);
    const confidence_interval found = bootstrap_interval(group);
    EXPECT_LE(found.low, group.median);
    EXPECT_GE(found.high, group.median);
  }
}

TEST(ratio_test, agrees_with_scipys_bca_over_several_groups) {
  for (const auto& entry : reference()["ratios"]) {
    const auto names = entry["groups"].get<std::vector<std::string>>();
    std::vector<median_bootstrap> groups;
    for (std::size_t i = 0; i < names.size(); ++i) {
      groups.push_back(to_log(resampled(vector_named(names[i]), resamples, 100 + i)));
    }
    const std::size_t half = groups.size() / 2;
    std::vector<contrast_term> terms;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      terms.push_back({&groups[i], (i < half ? 1.0 : -1.0) / static_cast<double>(half)});
    }
    const estimate found = ratio_estimate(terms);
    const auto theirs = entry["interval"].get<std::vector<double>>();
    EXPECT_NEAR(found.median, entry["estimate"].get<double>(), 1e-9);
    EXPECT_NEAR(found.interval->low, theirs[0], 0.05 * (theirs[1] - theirs[0])) << entry["groups"];
    EXPECT_NEAR(found.interval->high, theirs[1], 0.05 * (theirs[1] - theirs[0])) << entry["groups"];
  }
}

TEST(ratio_test, a_group_over_itself_is_exactly_one) {
  const median_bootstrap group = to_log(resampled(vector_named("twelve"), resamples, 1));
  const std::vector<contrast_term> terms = {{&group, 1}, {&group, -1}};
  const estimate found = ratio_estimate(terms);
  EXPECT_EQ(found.median, 1);
  EXPECT_EQ(found.interval->low, 1);
  EXPECT_EQ(found.interval->high, 1);
}

TEST(ratio_test, the_inverse_ratio_has_the_inverse_interval) {
  const median_bootstrap a = to_log(resampled(vector_named("thirty_one"), resamples, 1));
  const median_bootstrap b = to_log(resampled(vector_named("seventeen_skewed"), resamples, 2));
  const estimate forward = ratio_estimate(std::vector<contrast_term>{{&a, 1}, {&b, -1}});
  const estimate backward = ratio_estimate(std::vector<contrast_term>{{&b, 1}, {&a, -1}});
  EXPECT_NEAR(forward.median * backward.median, 1, 1e-12);
  EXPECT_NEAR(forward.interval->low * backward.interval->high, 1, 1e-6);
  EXPECT_NEAR(forward.interval->high * backward.interval->low, 1, 1e-6);
}

}  // namespace
}  // namespace interleave::reports
