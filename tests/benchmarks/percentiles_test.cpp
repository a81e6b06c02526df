// Nearest-rank percentiles on values worked out by hand.
#include "benchmarks/percentiles.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

// Latencies last, ..., 2, 1: those below `counted` as counts, the others one by one.
std::map<std::string, double> of_values_up_to(std::uint64_t last, std::uint64_t counted = 0, double ns_per_tick = 1) {
  latency_record record{ns_per_tick, std::vector<std::uint64_t>(counted), {}};
  for (std::uint64_t value = last; value > 0; --value)
    if (value < counted)
      ++record.short_tasks[value];
    else
      record.long_ticks.push_back(value);
  std::map<std::string, double> counters;
  add_latencies(counters, record);
  return counters;
}

TEST(latencies, by_nearest_rank_over_1_to_20000) {
  const auto c = of_values_up_to(20'000);
  EXPECT_EQ(c.at("latency_ns_p50"), 10'000);
  EXPECT_EQ(c.at("latency_ns_p90"), 18'000);
  EXPECT_EQ(c.at("latency_ns_p99"), 19'800);
  EXPECT_EQ(c.at("latency_ns_p99_9"), 19'980);
  EXPECT_EQ(c.at("latency_ns_max"), 20'000);
  EXPECT_EQ(c.at("latency_ns_mean"), 10'000.5);
}

// With the border between counted and individual values below, between and above all percentiles.
TEST(latencies, are_the_same_counted_and_kept_one_by_one) {
  for (const std::uint64_t counted : {2U, 9'999U, 10'000U, 10'001U, 18'500U, 19'980U, 20'000U, 20'001U})
    EXPECT_EQ(of_values_up_to(20'000, counted), of_values_up_to(20'000)) << counted;
}

TEST(latencies, are_nanoseconds_whatever_a_tick_is) {
  const auto c = of_values_up_to(20'000, 1024, 0.4);
  EXPECT_EQ(c.at("latency_ns_p50"), 4'000);
  EXPECT_EQ(c.at("latency_ns_max"), 8'000);
  EXPECT_DOUBLE_EQ(c.at("latency_ns_mean"), 10'000.5 * 0.4);
}

TEST(latencies, leave_out_a_percentile_with_fewer_than_ten_values_beyond_it) {
  EXPECT_TRUE(of_values_up_to(1000).contains("latency_ns_p99"));
  EXPECT_FALSE(of_values_up_to(999).contains("latency_ns_p99"));
  EXPECT_TRUE(of_values_up_to(100).contains("latency_ns_p90"));
  EXPECT_FALSE(of_values_up_to(19).contains("latency_ns_p50"));
  EXPECT_EQ(of_values_up_to(19).at("latency_ns_max"), 19);
}

TEST(latencies, of_nothing_are_nothing) {
  EXPECT_TRUE(of_values_up_to(0).empty());
}

TEST(latencies, that_are_all_equal_are_that_value) {
  std::map<std::string, double> c;
  add_latencies(c, {1, {}, std::vector<std::uint64_t>(5000, 7)});
  for (const auto& [name, value] : c) EXPECT_EQ(value, 7) << name;
}

}  // namespace
}  // namespace interleave
