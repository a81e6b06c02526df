// fib: the n-th Fibonacci number by its recursive definition. Stresses calls alone, so it shows what a fork costs next
// to the cheapest call there is; subtrees are uneven. Not the way to find Fibonacci numbers.
#include "workloads/describe_tree.hpp"

namespace interleave {

struct fib {
  static constexpr std::size_t fan_out = 2;
  static constexpr std::int64_t leaf_size = 1;
  // 20: fib(20) takes about 10 us, far more than a pool's task costs and about as much as a thread does, and fib(32)
  // makes 376 forks: enough to balance the cores, and few enough for a thread each.
  static constexpr std::array<parameter, 2> parameters{
      {{"n", kinds::count, 32, 0, 50, "which Fibonacci number"},
       {"cutoff", kinds::count, 20, 0, 50,
        "numbers up to this one are computed without a fork; 0 = forks everywhere"}}};

  explicit fib(const parameter_values& values) : n(values.get(kinds::count, "n")) {}

  struct node {
    std::int64_t n;
  };
  node root(task_id) const { return {n}; }
  std::int64_t size(const node& at) const { return at.n; }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    children[0] = {at.n - 1};
    children[1] = {at.n - 2};
    return 2;
  }
  digest leaf(const node& at) const { return static_cast<digest>(at.n); }
  digest alone(const node& at) const { return number(at.n); }

  static digest number(std::int64_t n) { return n < 2 ? static_cast<digest>(n) : number(n - 1) + number(n - 2); }

  // By adding up from below.
  std::vector<digest> expected() const {
    digest current = 0;
    digest next = 1;
    for (std::int64_t i = 0; i < n; ++i) {
      const digest sum = current + next;
      current = next;
      next = sum;
    }
    return {current};
  }

  static std::int64_t leaves(const parameter_values& values) {
    std::int64_t of_smaller = 1;
    std::int64_t leaves = 1;
    for (std::int64_t i = std::max(leaf_size, values.get(kinds::count, "cutoff")); i < values.get(kinds::count, "n");
         ++i) {
      const std::int64_t of_larger = leaves + of_smaller;
      of_smaller = leaves;
      leaves = of_larger;
    }
    return leaves;
  }

  std::int64_t n;
};

extern const workload_descriptor fib_workload = describe_tree<fib>({
    .name = "fib",
    .kind = workload_kind::cpu,
    .summary = "a Fibonacci number by its definition: an uneven tree of bare calls",
    .parameters = fib::parameters,
});

}  // namespace interleave
