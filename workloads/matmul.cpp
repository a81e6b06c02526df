// matmul: multiplies two square matrices of doubles by dividing the product into quadrants, each of which is divided in
// turn. Stresses floating point, and caches shared by the workers: all read both matrices. Subtrees are even. For the
// same work without a tree, in plain loops, see cpu_matmul.
//
// The matrices lie in the order in which they are read, which is what packing is for in a tuned product; they are
// filled that way, before the clock starts.
#include "workloads/checkpoint.hpp"
#include "workloads/describe_tree.hpp"
#include "workloads/matrix_tile.hpp"
#include "workloads/shared_memory.hpp"
#include "workloads/small_matrices.hpp"

namespace interleave {

struct matmul {
  static constexpr std::size_t fan_out = 4;
  static constexpr std::int64_t leaf_size = tile_side;
  static constexpr std::uint64_t inputs = 2;
  static constexpr std::int64_t most_rows = 2048;
  // 64: a block of 64 x 64 takes about 90 us, more than a thread costs, and there are 64 of them.
  static constexpr std::array<parameter, 2> parameters{
      {{"n", kinds::count, 512, 1, most_rows, "rows and columns of a matrix"},
       {"cutoff", kinds::count, 64, 0, most_rows, "blocks of this many rows and columns are computed without a fork"}}};

  explicit matmul(const parameter_values& values)
      : n(values.get<std::size_t>(kinds::count, "n")),
        left(tiles() * n),
        right(inputs, std::vector<tile_row>(tiles() * n)),
        storage(tiles() * tiles() * tile_side) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < n; ++k)
        left[i / tile_side * n + k].of[i % tile_side] = small_number(inputs, i * n + k);
    for (std::uint64_t input = 0; input < inputs; ++input)
      for (std::size_t k = 0; k < n; ++k)
        for (std::size_t j = 0; j < n; ++j)
          right[input][j / tile_side * n + k].of[j % tile_side] = small_number(input, k * n + j);
  }
  // Along a side; the last one is filled up with zeros.
  std::size_t tiles() const { return tiles_of(n); }
  static constexpr std::size_t tiles_of(std::size_t rows) { return (rows + tile_side - 1) / tile_side; }

  // A block of the product, in tiles.
  struct node {
    std::uint64_t input;
    std::size_t row;
    std::size_t column;
    std::size_t rows;
    std::size_t columns;
  };
  node root(task_id id) const { return {id % inputs, 0, 0, tiles(), tiles()}; }
  std::int64_t size(const node& at) const {
    return static_cast<std::int64_t>(std::max(at.rows, at.columns) * tile_side);
  }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    const std::size_t above = at.rows / 2;
    const std::size_t before = at.columns / 2;
    children[0] = {at.input, at.row, at.column, above, before};
    children[1] = {at.input, at.row, at.column + before, above, at.columns - before};
    children[2] = {at.input, at.row + above, at.column, at.rows - above, before};
    children[3] = {at.input, at.row + above, at.column + before, at.rows - above, at.columns - before};
    return fan_out;
  }
  digest alone(const node& at) const {
    // Of each matrix 64 KB then pass by at a time, which the second-level cache holds.
    constexpr std::size_t most = 8;
    if (std::max(at.rows, at.columns) <= most) return leaf(at);
    std::array<node, fan_out> quadrants;
    split(at, quadrants);
    digest weighed = 0;
    for (const node& quadrant : quadrants) weighed += alone(quadrant);
    return weighed;
  }

  // The block's own share of the digest.
  digest leaf(const node& at) const {
    constexpr std::size_t depth = 128;
    const auto each_tile = [&](auto&& act) {
      for (std::size_t row = at.row; row < at.row + at.rows; ++row)
        for (std::size_t column = at.column; column < at.column + at.columns; ++column)
          act(row, column, product + (row * tiles() + column) * tile_side);
    };
    each_tile([](std::size_t, std::size_t, tile_row* tile) { std::fill_n(tile, tile_side, tile_row{}); });
    for (std::size_t k = 0; k < n; k += depth)
      each_tile([&, passing = std::min(depth, n - k)](std::size_t row, std::size_t column, tile_row* tile) {
        add_product(&left[row * n + k], &right[at.input][column * n + k], passing, tile);
        checkpoint();
      });
    digest weighed = 0;
    each_tile([&](std::size_t row, std::size_t column, const tile_row* tile) { weighed += weigh(row, column, tile); });
    return weighed;
  }

  // Column by column in doubles, which hold these sums exactly, too.
  static digest weigh(std::size_t row, std::size_t column, const tile_row* tile) {
    constexpr std::uint64_t largest = (small_numbers - 1) * (small_numbers - 1) * most_rows;
    static_assert(tile_side * most_rows * largest < std::uint64_t{1} << std::numeric_limits<double>::digits);
    tile_row sums{};
    for (std::size_t i = 0; i < tile_side; ++i)
      for (std::size_t j = 0; j < tile_side; ++j)
        sums.of[j] += static_cast<double>(row_weight(row * tile_side + i)) * tile[i].of[j];
    digest weighed = 0;
    for (std::size_t j = 0; j < tile_side; ++j)
      weighed += column_weight(column * tile_side + j) * static_cast<digest>(static_cast<std::int64_t>(sums.of[j]));
    return weighed;
  }

  std::vector<digest> expected() const { return weighed_products(n, inputs); }

  static std::int64_t leaves(const parameter_values& values) {
    const std::size_t along = tiles_of(values.get<std::size_t>(kinds::count, "n"));
    return leaves_of(along, along, std::max(leaf_size, values.get(kinds::count, "cutoff")) / leaf_size);
  }
  static std::int64_t leaves_of(std::size_t rows, std::size_t columns, std::int64_t smallest) {
    if (static_cast<std::int64_t>(std::max(rows, columns)) <= smallest) return 1;
    std::int64_t leaves = 0;
    for (const std::size_t part : {rows / 2, rows - rows / 2})
      for (const std::size_t other : {columns / 2, columns - columns / 2}) leaves += leaves_of(part, other, smallest);
    return leaves;
  }

  std::size_t n;
  tile_adder* add_product = tile_kernels().front().add_product;
  std::vector<tile_row> left;                // [tile * n + k]: of element k, the rows of the tile
  std::vector<std::vector<tile_row>> right;  // [tile * n + k]: of row k, the columns of the tile
  shared_array<tile_row> storage;            // so that what a process computes is there afterwards
  tile_row* product = storage.all().data();  // tile by tile
};

extern const workload_descriptor matmul_workload = describe_tree<matmul>({
    .name = "matmul",
    .kind = workload_kind::cpu,
    .summary = "matrix product by quadrants: floating point and shared caches",
    .parameters = matmul::parameters,
});

}  // namespace interleave
