// The innermost part of a matrix product: a tile of 8 x 8 doubles, kept in registers while the rows that it is made of
// pass by. Written once for each width of vector unit; which one is used is found when the program starts.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace interleave {

inline constexpr std::size_t tile_side = 8;

// A cache line, and one vector where vectors are widest.
struct alignas(64) tile_row {
  std::array<double, tile_side> of;
};

// Adds to `product`, tile_side rows, the outer products of left[k] and right[k] for all k < depth: element (i, j) grows
// by the sum of left[k].of[i] * right[k].of[j]. Whether multiplication and addition are fused depends on the
// processor, so only exact sums, as those of small whole numbers are, are the same everywhere.
using tile_adder = void(const tile_row* left, const tile_row* right, std::size_t depth, tile_row* product);

struct tile_kernel {
  std::string_view name;  // the instructions it needs
  tile_adder* add_product;
};

// Those that this processor can run, the fastest first.
std::span<const tile_kernel> tile_kernels();

}  // namespace interleave
