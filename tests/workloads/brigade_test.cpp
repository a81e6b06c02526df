// The result of a lap, against values worked out by hand.
#include "workloads/brigade.hpp"

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr std::uint64_t a = 6364136223846793005U;

TEST(brigade, of_two_members_multiplies_and_adds_twice) {
  EXPECT_EQ(brigade::expected(2)[0], a + 2);
  EXPECT_EQ(brigade::expected(2)[5], a * a * 5 + a + 2);
}

TEST(brigade, of_three_members_ends_with_the_third) {
  EXPECT_EQ(brigade::expected(3)[0], a * a + 2 * a + 3);
}

TEST(brigade, tells_the_order_of_its_members) {
  token forwards = brigade::first_token(0);
  brigade::change(forwards, 0);
  brigade::change(forwards, 1);
  token backwards = brigade::first_token(0);
  brigade::change(backwards, 1);
  brigade::change(backwards, 0);
  EXPECT_EQ(forwards.value, brigade::expected(2)[0]);
  EXPECT_NE(backwards.value, brigade::expected(2)[0]);
}

}  // namespace
}  // namespace interleave
