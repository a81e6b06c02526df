// nqueens: counts the ways to place n queens on an n x n board so that none attacks another, row by row. Stresses
// unpredictable branches and the balance of uneven subtrees, many of which end early. Touches no memory.
#include "workloads/describe_tree.hpp"

#include <bit>

namespace interleave {

struct nqueens {
  static constexpr std::size_t fan_out = 18;
  static constexpr std::int64_t leaf_size = 0;
  // 9 rows left: a subtree takes about 6 us, and 12 queens make 755 forks.
  static constexpr std::array<parameter, 2> parameters{
      {{"queens", kinds::count, 12, 1, fan_out, "queens, and rows and columns of the board"},
       {"cutoff", kinds::count, 9, 0, fan_out, "this many rows are filled without a fork; 0 = forks for every queen"}}};

  explicit nqueens(const parameter_values& values)
      : queens(values.get(kinds::count, "queens")), board((1U << queens) - 1) {}

  // A bit for each column: those taken, and those that the diagonals of the queens above reach in the next row.
  struct node {
    std::uint32_t columns;
    std::uint32_t falling;
    std::uint32_t rising;

    std::uint32_t attacked() const { return columns | falling | rising; }
    node with(std::uint32_t queen) const { return {columns | queen, (falling | queen) << 1, (rising | queen) >> 1}; }
  };
  node root(task_id) const { return {0, 0, 0}; }
  std::int64_t size(const node& at) const { return queens - std::popcount(at.columns); }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    std::size_t count = 0;
    for (std::uint32_t free = board & ~at.attacked(); free != 0; free &= free - 1)
      children[count++] = at.with(free & (0 - free));
    return count;
  }
  digest leaf(const node&) const { return 1; }
  digest alone(const node& at) const { return solutions(at); }

  digest solutions(const node at) const {
    if (at.columns == board) return 1;
    digest found = 0;
    for (std::uint32_t free = board & ~at.attacked(); free != 0; free &= free - 1)
      found += solutions(at.with(free & (0 - free)));
    return found;
  }

  // OEIS A000170, from 1 queen on.
  std::vector<digest> expected() const {
    static constexpr std::array<digest, fan_out> known{
        1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596, 2279184, 14772512, 95815104, 666090624};
    return {known[static_cast<std::size_t>(queens - 1)]};
  }

  // Each queen takes a column from the rows below; the diagonals leave fewer, which is not known beforehand.
  static std::int64_t leaves(const parameter_values& values) {
    std::int64_t leaves = 1;
    for (std::int64_t rows = values.get(kinds::count, "queens"); rows > values.get(kinds::count, "cutoff"); --rows)
      leaves *= rows;
    return leaves;
  }

  std::int64_t queens;
  std::uint32_t board;  // a bit for each column
};

extern const workload_descriptor nqueens_workload = describe_tree<nqueens>({
    .name = "nqueens",
    .kind = workload_kind::cpu,
    .summary = "count the placements of n queens: uneven subtrees, branches",
    .parameters = nqueens::parameters,
});

}  // namespace interleave
