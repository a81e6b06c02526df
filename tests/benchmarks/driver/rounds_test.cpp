// The order of rounds. Expected orders were computed by a Python program of a few lines, whose SplitMix64 gives the
// published first output for seed 1234567.
#include "benchmarks/driver/rounds.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using order = std::vector<std::size_t>;

TEST(rounds, follow_from_the_seed_alone_on_every_machine) {
  EXPECT_EQ(round_order(42, 0, 8), (order{3, 4, 7, 6, 5, 0, 1, 2}));
  EXPECT_EQ(round_order(42, 1, 8), (order{2, 1, 5, 3, 0, 6, 4, 7}));
  EXPECT_EQ(round_order(~std::uint64_t{0}, 3, 8), (order{7, 2, 6, 4, 5, 0, 1, 3}));
}

TEST(rounds, take_every_cell_once) {
  order found = round_order(7, 5, 1000);
  std::ranges::sort(found);
  order all(1000);
  std::iota(all.begin(), all.end(), std::size_t{0});
  EXPECT_EQ(found, all);
}

TEST(rounds, of_nothing_and_of_one_cell_are_themselves) {
  EXPECT_TRUE(round_order(42, 0, 0).empty());
  EXPECT_EQ(round_order(42, 0, 1), order{0});
}

TEST(rounds, put_every_cell_in_every_place_equally_often) {
  constexpr int rounds = 6000;
  int first_is[6] = {};
  for (int round = 0; round < rounds; ++round) ++first_is[round_order(1, static_cast<std::uint64_t>(round), 6)[0]];
  // The standard deviation of each count is 29; the seed is fixed, so this cannot fail by chance.
  for (const int count : first_is) EXPECT_NEAR(count, rounds / 6, 120);
}

}  // namespace
}  // namespace interleave::driver
