// Lengths that decide where memory is placed: drawn for each sample, and reproducible from the seed.
#include "benchmarks/driver/layout.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

TEST(a_layout, follows_from_seed_and_place_alone) {
  EXPECT_EQ(drawn_layout(42, {1, 2, 3}), drawn_layout(42, {1, 2, 3}));
  std::set<std::size_t> seen;
  for (const auto& lengths : {drawn_layout(42, {1, 2, 3}), drawn_layout(43, {1, 2, 3}), drawn_layout(42, {2, 1, 3}),
                              drawn_layout(42, {1, 2, 4}), drawn_layout(42, {1, 2})})
    seen.insert(lengths.environment_bytes * 10'000 + lengths.path_bytes);
  EXPECT_EQ(seen.size(), 5U);
}

TEST(a_layout, is_drawn_from_all_of_a_page) {
  std::size_t largest_path = 0;
  std::size_t largest_environment = 0;
  std::size_t smallest = 4'096;
  for (std::uint64_t place = 0; place < 10'000; ++place) {
    const layout lengths = drawn_layout(1, {place});
    EXPECT_EQ(lengths.path_bytes % 2, 0U);
    largest_path = std::max(largest_path, lengths.path_bytes);
    largest_environment = std::max(largest_environment, lengths.environment_bytes);
    smallest = std::min({smallest, lengths.path_bytes, lengths.environment_bytes});
  }
  EXPECT_GT(largest_path, 4'050U);
  EXPECT_GT(largest_environment, 4'080U);
  EXPECT_LT(smallest, 16U);
}

TEST(a_result_path, leads_to_the_same_file_and_fits_however_long_it_is) {
  EXPECT_EQ(result_path(12, 3, {}), "/proc/12/fd/3");
  EXPECT_EQ(result_path(12, 3, {.path_bytes = 4}), "/proc/././12/fd/3");
  EXPECT_LE(result_path(4'194'304, 9'999, {.path_bytes = 4'068}).size(), 4'095U);
  const std::string longest = result_path(::getpid(), 0, {.path_bytes = 4'068});
  EXPECT_TRUE(
      std::filesystem::equivalent(longest.substr(0, longest.size() - 5), "/proc/" + std::to_string(::getpid())));
}

TEST(a_padding_variable, makes_the_environment_larger_by_so_many_bytes) {
  EXPECT_EQ(padding_variable({.environment_bytes = 1'000}).size(), padding_variable({}).size() + 1'000);
}

}  // namespace
}  // namespace interleave::driver
