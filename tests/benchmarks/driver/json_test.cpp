// Documents of other programs: how deep they may be.
#include "benchmarks/driver/json.hpp"

#include <string>

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

TEST(parsing, takes_what_is_nested_as_deeply_as_allowed) {
  EXPECT_EQ(parse_json(nested(deepest_nesting)).dump(), nested(deepest_nesting));
  EXPECT_EQ(parse_json(R"({"a": [1, "b", null]})"), json({{"a", {1, "b", nullptr}}}));
}

TEST(parsing, refuses_what_is_nested_deeper) {
  for (const int levels : {deepest_nesting + 1, 1000, 200'000}) {
    EXPECT_THROW(parse_json(nested(levels)), nested_too_deep) << levels;
    EXPECT_TRUE(parse_json_or_discard(nested(levels)).is_discarded()) << levels;
    EXPECT_TRUE(parse_json_or_discard("{\"a\":" + nested(levels) + "}").is_discarded()) << levels;
  }
}

TEST(parsing, refuses_what_is_no_json) {
  for (const std::string& text : {std::string(), std::string("{"), std::string("[1,]"), std::string(200'000, '[')}) {
    EXPECT_THROW(parse_json(text), json::parse_error);
    EXPECT_TRUE(parse_json_or_discard(text).is_discarded());
  }
}

}  // namespace
}  // namespace interleave::driver
