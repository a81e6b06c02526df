// matmul: multiplies two square matrices of doubles by dividing the product into quadrants, each of which is divided in
// turn. Stresses floating point, and caches shared by the workers: all read both matrices. Subtrees are even. For the
// same work without a tree see cpu_matmul.
#include "workloads/checkpoint.hpp"
#include "workloads/describe_tree.hpp"
#include "workloads/shared_memory.hpp"

namespace interleave {

struct matmul {
  static constexpr std::size_t fan_out = 4;
  static constexpr std::int64_t leaf_size = 8;  // a row of a leaf is a cache line
  static constexpr std::uint64_t inputs = 2;
  // 32: a block of 32 x 32 takes about 100 us, more than a thread costs, and there are 64 of them.
  static constexpr std::array<parameter, 2> parameters{
      {{"n", kinds::count, 256, 1, 2048, "rows and columns of a matrix"},
       {"cutoff", kinds::count, 32, 0, 2048, "blocks of this many rows and columns are computed without a fork"}}};

  // Small whole numbers: every sum is exact in a double, so the order of additions cannot change the result.
  explicit matmul(const parameter_values& values)
      : rows(values.get(kinds::count, "n")), left(area()), right(inputs, std::vector<double>(area())), storage(area()) {
    for (std::size_t i = 0; i < area(); ++i) left[i] = small_number(inputs, i);
    for (std::uint64_t input = 0; input < inputs; ++input)
      for (std::size_t i = 0; i < area(); ++i) right[input][i] = small_number(input, i);
  }
  std::size_t area() const { return static_cast<std::size_t>(rows * rows); }
  static double small_number(std::uint64_t seed, std::uint64_t i) {
    return static_cast<double>(splitmix64(seed, i) % 16);
  }

  // A block of the product.
  struct node {
    std::uint64_t input;
    std::int64_t row;
    std::int64_t column;
    std::int64_t rows;
    std::int64_t columns;
  };
  node root(task_id id) const { return {id % inputs, 0, 0, rows, rows}; }
  std::int64_t size(const node& at) const { return std::max(at.rows, at.columns); }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    const std::int64_t above = at.rows / 2;
    const std::int64_t before = at.columns / 2;
    children[0] = {at.input, at.row, at.column, above, before};
    children[1] = {at.input, at.row, at.column + before, above, at.columns - before};
    children[2] = {at.input, at.row + above, at.column, at.rows - above, before};
    children[3] = {at.input, at.row + above, at.column + before, at.rows - above, at.columns - before};
    return fan_out;
  }
  digest alone(const node& at) const {
    if (size(at) <= leaf_size) return leaf(at);
    std::array<node, fan_out> quadrants;
    split(at, quadrants);
    digest weighed = 0;
    for (const node& quadrant : quadrants) weighed += alone(quadrant);
    return weighed;
  }

  // The block's own share of the digest, in which element (i, j) weighs (i + 1)(2j + 1), so that misplaced elements
  // show.
  digest leaf(const node& at) const {
    const double* b = right[at.input].data() + at.column;
    digest weighed = 0;
    for (std::int64_t i = at.row; i < at.row + at.rows; ++i) {
      double* row = product + i * rows + at.column;
      std::fill_n(row, at.columns, 0.0);
      for (std::int64_t k = 0; k < rows; ++k)
        for (std::int64_t j = 0; j < at.columns; ++j)
          row[j] += left[static_cast<std::size_t>(i * rows + k)] * b[k * rows + j];
      for (std::int64_t j = 0; j < at.columns; ++j) weighed += weight(i, at.column + j) * static_cast<digest>(row[j]);
    }
    checkpoint();
    return weighed;
  }
  static digest weight(std::int64_t i, std::int64_t j) { return static_cast<digest>((i + 1) * (2 * j + 1)); }

  // Element by element, in integers.
  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (const std::vector<double>& b : right) {
      digest sum = 0;
      for (std::int64_t i = 0; i < rows; ++i) {
        std::vector<digest> row(static_cast<std::size_t>(rows));
        for (std::int64_t k = 0; k < rows; ++k)
          for (std::int64_t j = 0; j < rows; ++j)
            row[static_cast<std::size_t>(j)] += static_cast<digest>(left[static_cast<std::size_t>(i * rows + k)]) *
                                                static_cast<digest>(b[static_cast<std::size_t>(k * rows + j)]);
        for (std::int64_t j = 0; j < rows; ++j) sum += weight(i, j) * row[static_cast<std::size_t>(j)];
      }
      digests.push_back(sum);
    }
    return digests;
  }

  static std::int64_t leaves(const parameter_values& values) {
    return leaves_of(values.get(kinds::count, "n"), values.get(kinds::count, "n"),
                     std::max(leaf_size, values.get(kinds::count, "cutoff")));
  }
  static std::int64_t leaves_of(std::int64_t rows, std::int64_t columns, std::int64_t smallest) {
    if (std::max(rows, columns) <= smallest) return 1;
    std::int64_t leaves = 0;
    for (const std::int64_t part : {rows / 2, rows - rows / 2})
      for (const std::int64_t other : {columns / 2, columns - columns / 2}) leaves += leaves_of(part, other, smallest);
    return leaves;
  }

  std::int64_t rows;  // and columns
  std::vector<double> left;
  std::vector<std::vector<double>> right;
  shared_array<double> storage;  // so that what a process computes is there afterwards
  double* product = storage.all().data();
};

extern const workload_descriptor matmul_workload = describe_tree<matmul>({
    .name = "matmul",
    .kind = workload_kind::cpu,
    .summary = "matrix product by quadrants: floating point and shared caches",
    .parameters = matmul::parameters,
});

}  // namespace interleave
