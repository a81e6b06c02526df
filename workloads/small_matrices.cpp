// Digests of products that nobody has multiplied out.
#include "workloads/small_matrices.hpp"

namespace interleave {

// The weighed sum of a product A B is u' A B w = (u' A) (B w) for the weight vectors u and w, in integers. (The
// identity behind Freivalds' check, IFIP Congress 1977.)
std::vector<digest> weighed_products(std::size_t size, std::uint64_t inputs) {
  const auto element = [size](std::uint64_t seed, std::size_t row, std::size_t column) {
    return static_cast<std::uint64_t>(small_number(seed, row * size + column));
  };
  std::vector<std::uint64_t> weighed_left(size, 0);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t k = 0; k < size; ++k) weighed_left[k] += row_weight(i) * element(inputs, i, k);
  std::vector<digest> digests;
  for (std::uint64_t input = 0; input < inputs; ++input) {
    digest sum = 0;
    for (std::size_t k = 0; k < size; ++k)
      for (std::size_t j = 0; j < size; ++j) sum += weighed_left[k] * element(input, k, j) * column_weight(j);
    digests.push_back(sum);
  }
  return digests;
}

}  // namespace interleave
