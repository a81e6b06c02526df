// Every kernel that this processor can run, against the definition of what it computes.
#include "workloads/matrix_tile.hpp"

#include "workloads/small_matrices.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace interleave {
namespace {

std::vector<tile_row> rows_of_small_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<tile_row> rows(count);
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t i = 0; i < tile_side; ++i) rows[k].of[i] = small_number(seed, k * tile_side + i);
  return rows;
}

TEST(matrix_tile, adds_the_product_to_what_is_there) {
  for (const tile_kernel& kernel : tile_kernels())
    for (const std::size_t depth : {0U, 1U, 7U, 128U}) {
      const std::vector<tile_row> left = rows_of_small_numbers(depth, 1);
      const std::vector<tile_row> right = rows_of_small_numbers(depth, 2);
      const std::vector<tile_row> before = rows_of_small_numbers(tile_side, 3);
      std::vector<tile_row> product = before;
      kernel.add_product(left.data(), right.data(), depth, product.data());
      for (std::size_t i = 0; i < tile_side; ++i)
        for (std::size_t j = 0; j < tile_side; ++j) {
          double wanted = before[i].of[j];
          for (std::size_t k = 0; k < depth; ++k) wanted += left[k].of[i] * right[k].of[j];
          EXPECT_EQ(product[i].of[j], wanted) << kernel.name << " depth " << depth << ": " << i << ", " << j;
        }
    }
}

// The last kernel needs only what every processor of its architecture has.
TEST(matrix_tile, has_a_kernel_for_every_processor) {
  ASSERT_FALSE(tile_kernels().empty());
#if defined(__x86_64__)
  EXPECT_EQ(tile_kernels().back().name, "sse2");
#endif
}

}  // namespace
}  // namespace interleave
