// Nearest-rank percentiles on values worked out by hand.
#include "benchmarks/percentiles.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace interleave {
namespace {

std::map<std::string, double> of_values_up_to(std::uint64_t last) {
  std::vector<std::uint64_t> values(last);
  std::iota(values.rbegin(), values.rend(), std::uint64_t{1});  // last, ..., 2, 1
  std::map<std::string, double> counters;
  add_latencies(counters, values);
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
  add_latencies(c, std::vector<std::uint64_t>(5000, 7));
  for (const auto& [name, value] : c) EXPECT_EQ(value, 7) << name;
}

}  // namespace
}  // namespace interleave
