// Values of parameters as numbers, and their order.
#include "reports/results/parameter_value.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

TEST(parameter_value_test, is_a_number_in_the_smallest_unit) {
  EXPECT_EQ(parameter_number("64"), 64);
  EXPECT_EQ(parameter_number("1500us"), 1.5e6);
  EXPECT_EQ(parameter_number("5ms"), 5e6);
  EXPECT_EQ(parameter_number("2s"), 2e9);
  EXPECT_EQ(parameter_number("0ms"), 0);
  EXPECT_EQ(parameter_number("512"), 512);
  EXPECT_EQ(parameter_number("64KiB"), 65536);
  EXPECT_DOUBLE_EQ(*parameter_number("2.5%"), 0.025);
}

TEST(parameter_value_test, of_a_word_is_no_number) {
  for (const char* word : {"", "on", "ms", "5 ms", "5parsecs", "nan", "inf", "1e999"})
    EXPECT_FALSE(parameter_number(word).has_value()) << word;
}

TEST(parameter_value_test, are_in_order_by_what_they_say) {
  std::vector<std::string> values{"20ms", "off", "5ms", "1s", "16", "2", "on", "500us"};
  std::ranges::sort(values, by_value());
  EXPECT_EQ(values, (std::vector<std::string>{"2", "16", "500us", "5ms", "20ms", "1s", "off", "on"}));
}

TEST(parameter_value_test, orders_maps_name_after_name) {
  const by_value before;
  EXPECT_TRUE(before(parameter_map{{"delay", "5ms"}}, parameter_map{{"delay", "20ms"}}));
  EXPECT_FALSE(before(parameter_map{{"delay", "20ms"}}, parameter_map{{"delay", "5ms"}}));
  EXPECT_TRUE(before(parameter_map{{"delay", "5ms"}}, parameter_map{{"delay", "5ms"}, {"size", "1"}}));
  EXPECT_TRUE(before(parameter_map{{"delay", "20ms"}}, parameter_map{{"size", "1"}}));
}

}  // namespace
}  // namespace interleave::reports
