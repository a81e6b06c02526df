// cpu_matmul: multiplies two square matrices of doubles, block by block. Stresses floating point and the caches. Does
// not stress memory bandwidth at the default size, and is not a tuned BLAS but plain loops.
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"
#include "workloads/small_matrices.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace interleave {

struct cpu_matmul {
  static constexpr std::uint64_t inputs = 16;
  static constexpr std::size_t block = 32;  // three blocks of doubles fit the first-level cache
  static constexpr std::array<parameter, 1> parameters{
      {{"n", kinds::count, 96, 1, 2048, "rows and columns of a matrix"}}};

  using matrix = std::vector<double>;  // row by row

  explicit cpu_matmul(const parameter_values& values)
      : size(values.get<std::size_t>(kinds::count, "n")), left(size * size), right(inputs, matrix(size * size)) {
    for (std::size_t i = 0; i < size * size; ++i) left[i] = small_number(inputs, i);
    for (std::uint64_t input = 0; input < inputs; ++input)
      for (std::size_t i = 0; i < size * size; ++i) right[input][i] = small_number(input, i);
  }

  struct client {
    explicit client(const cpu_matmul& w) : shared(w), product(w.size * w.size) {}

    digest run(task_id id) {
      const std::size_t n = shared.size;
      const double* a = shared.left.data();
      const double* b = shared.right[id % inputs].data();
      std::ranges::fill(product, 0.0);
      for (std::size_t i0 = 0; i0 < n; i0 += block)
        for (std::size_t k0 = 0; k0 < n; k0 += block) {
          for (std::size_t j0 = 0; j0 < n; j0 += block) multiply_block(a, b, i0, k0, j0);
          checkpoint();
        }
      digest weighed = 0;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          weighed += row_weight(i) * column_weight(j) * static_cast<std::uint64_t>(product[i * n + j]);
      return weighed;
    }

    void multiply_block(const double* a, const double* b, std::size_t i0, std::size_t k0, std::size_t j0) {
      const std::size_t n = shared.size;
      const std::size_t i_end = std::min(i0 + block, n);
      const std::size_t k_end = std::min(k0 + block, n);
      const std::size_t j_end = std::min(j0 + block, n);
      for (std::size_t i = i0; i < i_end; ++i)
        for (std::size_t k = k0; k < k_end; ++k) {
          const double factor = a[i * n + k];
          for (std::size_t j = j0; j < j_end; ++j) product[i * n + j] += factor * b[k * n + j];
        }
    }

    const cpu_matmul& shared;
    matrix product;
  };

  // Without multiplying the matrices.
  std::vector<digest> expected() const { return weighed_products(size, inputs); }

  std::size_t size;  // rows and columns
  matrix left;
  std::vector<matrix> right;
};

extern const workload_descriptor cpu_matmul_workload = describe<cpu_matmul>({
    .name = "cpu_matmul",
    .kind = workload_kind::cpu,
    .summary = "blocked matrix product: floating point and caches",
    .parameters = cpu_matmul::parameters,
});

}  // namespace interleave
