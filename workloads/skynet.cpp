// skynet: a tree of ten children a node, whose leaves are numbered; the result is the sum of the numbers. Stresses
// forks and nothing else: a leaf has no work, so this is the floor under the other trees. Subtrees are even. (The
// benchmark of Alexander Temerev, 2016, there with a million leaves.)
#include "workloads/describe_tree.hpp"

namespace interleave {

struct skynet {
  static constexpr std::size_t fan_out = 10;
  static constexpr std::int64_t leaf_size = 1;
  static constexpr std::uint64_t roots = 16;
  // Cut-off 0: without its forks this tree would do nothing.
  static constexpr std::array<parameter, 2> parameters{
      {{"leaves", kinds::count, 1'000'000, 1, 1'000'000'000, "leaves of the tree"},
       {"cutoff", kinds::count, 0, 0, 1'000'000'000, "subtrees up to this many leaves are added without a fork"}}};

  explicit skynet(const parameter_values& values) : leaves_(values.get(kinds::count, "leaves")) {}

  // Ten parts of equal size, of which the first have one leaf more where the number does not divide; fewer than ten
  // leaves are a part each.
  struct parts {
    explicit parts(std::int64_t leaves) {
      if (leaves < ten) {
        count = leaves;
      } else {
        smaller_size = leaves / ten;
        larger = leaves % ten;
      }
    }
    std::int64_t size(std::int64_t part) const { return smaller_size + (part < larger ? 1 : 0); }

    static constexpr std::int64_t ten = fan_out;
    std::int64_t count = ten;
    std::int64_t smaller_size = 1;
    std::int64_t larger = 0;
  };

  struct node {
    std::uint64_t first;
    std::int64_t leaves;
  };
  node root(task_id id) const { return {id % roots * static_cast<std::uint64_t>(leaves_), leaves_}; }
  std::int64_t size(const node& at) const { return at.leaves; }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    const parts of(at.leaves);
    std::uint64_t first = at.first;
    for (std::int64_t i = 0; i < of.count; ++i) {
      children[static_cast<std::size_t>(i)] = {first, of.size(i)};
      first += static_cast<std::uint64_t>(of.size(i));
    }
    return static_cast<std::size_t>(of.count);
  }
  digest leaf(const node& at) const { return at.first; }
  digest alone(const node& at) const { return sum(at.first, at.leaves); }

  static digest sum(std::uint64_t first, std::int64_t leaves) {
    if (leaves == 1) return first;
    const parts of(leaves);
    digest total = 0;
    for (std::int64_t i = 0; i < of.count; ++i) {
      total += sum(first, of.size(i));
      first += static_cast<std::uint64_t>(of.size(i));
    }
    return total;
  }

  // The sum of consecutive numbers.
  std::vector<digest> expected() const {
    const auto n = static_cast<digest>(leaves_);
    std::vector<digest> sums;
    for (digest root = 0; root < roots; ++root) sums.push_back(root * n * n + n * (n - 1) / 2);
    return sums;
  }

  static std::int64_t leaves(const parameter_values& values) {
    return leaves_above(values.get(kinds::count, "leaves"), std::max(leaf_size, values.get(kinds::count, "cutoff")));
  }
  static std::int64_t leaves_above(std::int64_t leaves, std::int64_t smallest) {
    if (leaves <= smallest) return 1;
    const parts of(leaves);
    const std::int64_t of_larger = of.larger == 0 ? 0 : of.larger * leaves_above(of.smaller_size + 1, smallest);
    return of_larger + (of.count - of.larger) * leaves_above(of.smaller_size, smallest);
  }

 private:
  std::int64_t leaves_;
};

extern const workload_descriptor skynet_workload = describe_tree<skynet>({
    .name = "skynet",
    .kind = workload_kind::cpu,
    .summary = "the sum over a million leaves, ten children a node: bare forks",
    .parameters = skynet::parameters,
});

}  // namespace interleave
