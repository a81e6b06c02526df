// The pull-based coroutine: it makes a value when asked and not before, and leaves nothing behind.
#include "runners/streams/generator.hpp"

#include "tests/support/error_of.hpp"

#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

namespace interleave {
namespace {

generator<int> counting(std::shared_ptr<int> made) {
  while (true) co_yield ++*made;
}

generator<int> failing_after_one() {
  co_yield 1;
  throw std::runtime_error("no second value");
}

TEST(generator, makes_a_value_only_when_asked) {
  const auto made = std::make_shared<int>(0);
  generator<int> values = counting(made);
  EXPECT_EQ(*made, 0);
  EXPECT_EQ(values.next(), 1);
  EXPECT_EQ(*made, 1);
  EXPECT_EQ(values.next(), 2);
  EXPECT_EQ(*made, 2);
}

TEST(generator, that_is_given_up_midway_leaves_nothing) {
  const auto made = std::make_shared<int>(0);
  {
    generator<int> values = counting(made);
    values.next();
    const generator<int> moved = std::move(values);
    EXPECT_EQ(made.use_count(), 2);
  }
  EXPECT_EQ(made.use_count(), 1);
}

TEST(generator, hands_an_exception_to_who_asks) {
  generator<int> values = failing_after_one();
  EXPECT_EQ(values.next(), 1);
  EXPECT_EQ(error_of([&] { values.next(); }), "no second value");
}

}  // namespace
}  // namespace interleave
