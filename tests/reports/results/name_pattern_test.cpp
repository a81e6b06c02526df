// Expressions to search for in names, also such as would keep a matcher that tries one way after the other busy
// forever.
#include "reports/results/name_pattern.hpp"

#include "reports/errors.hpp"
#include "tests/support/error_of.hpp"

#include <string>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

bool is_found(const std::string& expression, const std::string& name) {
  return name_pattern("--filter", expression).is_in(name);
}

TEST(name_pattern, is_searched_in_a_name) {
  EXPECT_TRUE(is_found("", "io_echo/coroutines/in_flight:8"));
  EXPECT_TRUE(is_found("io_.*/in_flight:8$", "io_echo/coroutines/in_flight:8"));
  EXPECT_TRUE(is_found("^(io|cpu)_\\w+/(?:threads|coroutines)/", "io_echo/coroutines/in_flight:8"));
  EXPECT_TRUE(is_found("flight:\\d{1,2}\\b", "io_echo/coroutines/in_flight:8"));
  EXPECT_FALSE(is_found("^echo", "io_echo/coroutines/in_flight:8"));
  EXPECT_FALSE(is_found("^(?!io_)", "io_echo/coroutines/in_flight:8"));
}

TEST(name_pattern, ends_soon_whatever_it_repeats) {
  const std::string name(500, 'a');
  for (const char* expression : {"(a+)+b", "(a|aa)*b", "(a*)*b", "^(a|a)*$b", "a*a*a*a*a*a*b", "(.*)(.*)(.*)(.*)[0-9]"})
    EXPECT_FALSE(is_found(expression, name)) << expression;
  EXPECT_TRUE(is_found("(a+)+b", name + "b"));
}

TEST(name_pattern, takes_a_long_name) {
  EXPECT_TRUE(is_found("^(.|\\n)*b$", std::string(20'000, 'a') + "b"));
}

TEST(name_pattern, refuses_what_it_cannot_match_in_bounded_time) {
  const std::string message = error_of([] { name_pattern("--filter", "(a*)\\1"); });
  EXPECT_NE(message.find("--filter: '(a*)\\1' refers back to a part of itself"), std::string::npos) << message;
}

}  // namespace
}  // namespace interleave::reports
