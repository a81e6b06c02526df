// One source for all widths, in vector types: with plain loops over arrays it would be the compiler's choice whether
// the sums stay in registers.
#include "workloads/matrix_tile.hpp"

#include "workloads/double_vector.hpp"

#include <vector>

namespace interleave {
namespace {

// `width`: doubles in a vector. `rows`: of the tile at a time. Together they are chosen so that the sums fit the
// registers, and are enough to hide how long an addition takes: eight, for two units that take four cycles.
template <std::size_t width, std::size_t rows>
[[gnu::always_inline]] inline void add_product(const tile_row* left, const tile_row* right, std::size_t depth,
                                               tile_row* product) {
  using vec = double_vector<width>;
  constexpr std::size_t vecs = tile_side / width;
  for (std::size_t top = 0; top < tile_side; top += rows) {
    vec sums[rows][vecs];
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < vecs; ++j) sums[i][j] = reinterpret_cast<const vec*>(&product[top + i])[j];
    for (std::size_t k = 0; k < depth; ++k) {
      const vec* const row = reinterpret_cast<const vec*>(&right[k]);
#pragma GCC unroll 8
      for (std::size_t i = 0; i < rows; ++i)
#pragma GCC unroll 8
        for (std::size_t j = 0; j < vecs; ++j) sums[i][j] += left[k].of[top + i] * row[j];
    }
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < vecs; ++j) reinterpret_cast<vec*>(&product[top + i])[j] = sums[i][j];
  }
}

// Chosen by hand and not by target_clones: its ifunc is resolved before a sanitizer's runtime is ready, and a test
// could not call the narrower ones.
#if defined(__x86_64__)
[[gnu::target("avx512f")]] void add_by_8(const tile_row* left, const tile_row* right, std::size_t depth,
                                         tile_row* product) {
  add_product<8, 8>(left, right, depth, product);
}
[[gnu::target("avx2,fma")]] void add_by_4(const tile_row* left, const tile_row* right, std::size_t depth,
                                          tile_row* product) {
  add_product<4, 4>(left, right, depth, product);
}
// 16 registers of two doubles.
void add_by_2(const tile_row* left, const tile_row* right, std::size_t depth, tile_row* product) {
  add_product<2, 2>(left, right, depth, product);
}

std::vector<tile_kernel> found_kernels() {
  __builtin_cpu_init();
  std::vector<tile_kernel> found;
  if (__builtin_cpu_supports("avx512f")) found.push_back({"avx512f", add_by_8});
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found.push_back({"avx2", add_by_4});
  found.push_back({"sse2", add_by_2});
  return found;
}
#else
// 32 registers of two doubles, as arm64 has them.
void add_by_2(const tile_row* left, const tile_row* right, std::size_t depth, tile_row* product) {
  add_product<2, 4>(left, right, depth, product);
}

std::vector<tile_kernel> found_kernels() {
  return {{"any", add_by_2}};
}
#endif

}  // namespace

std::span<const tile_kernel> tile_kernels() {
  static const std::vector<tile_kernel> found = found_kernels();
  return found;
}

}  // namespace interleave
