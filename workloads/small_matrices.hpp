// What the matrix products have in common: square matrices of small whole numbers, and the digest of a product.
//
// Every sum of products of small whole numbers is exact in a double, so neither the order of the additions nor fused
// multiply-adds can change a result.
#pragma once

#include "workloads/task.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave {

inline constexpr std::uint64_t small_numbers = 16;

// Element number `i`, row by row, of the matrix with this seed.
inline double small_number(std::uint64_t seed, std::uint64_t i) {
  return static_cast<double>(splitmix64(seed, i) % small_numbers);
}

// The digest weighs element (i, j) with (i + 1)(2j + 1), so that misplaced elements show.
constexpr std::uint64_t row_weight(std::size_t i) {
  return i + 1;
}
constexpr std::uint64_t column_weight(std::size_t j) {
  return 2 * j + 1;
}

// The digests of the products of the matrix with seed `inputs` and each of those with a smaller one, all of `size` rows
// and columns.
std::vector<digest> weighed_products(std::size_t size, std::uint64_t inputs);

}  // namespace interleave
