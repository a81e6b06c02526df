// The trees as the workloads describe them: results against published constants, and the declared number of leaves
// against those visited, whatever the cut-off.
#include "workloads/tree.hpp"

#include <initializer_list>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace interleave {
namespace {

using assignments = std::initializer_list<std::pair<const char*, std::string>>;

const workload_descriptor& tree_named(std::string_view name) {
  for (const workload_descriptor* w : all_workloads())
    if (w->name == name) return *w;
  throw std::out_of_range(std::string(name));
}

parameter_values values_of(const workload_descriptor& described, assignments assigned) {
  parameter_values values = described.defaults();
  for (const auto& [name, text] : assigned) values.set(name, text);
  return values;
}

// Makes no forks, but counts those that a model without bounds would make.
class counting_forks final : public fork_join {
 public:
  std::uint64_t run(subtrees& children) override {
    for (std::size_t i = 0; i < children.count(); ++i) children.run(i, *this);
    return children.count() - 1;
  }
};

struct outcome {
  digest expected;
  digest alone;
  tree_result forked;
  std::int64_t concurrency;
};

outcome outcome_of(std::string_view name, assignments assigned) {
  const workload_descriptor& described = tree_named(name);
  const parameter_values values = values_of(described, assigned);
  const auto made = described.make(values);
  const auto& tree = dynamic_cast<const tree_work&>(*made);
  counting_forks forks;
  return {.expected = tree.expected()[0],
          .alone = tree.run_alone(0),
          .forked = tree.run(0, forks),
          .concurrency = described.concurrency(values, 1)};
}

void expect(std::string_view name, assignments assigned, digest value) {
  const outcome found = outcome_of(name, assigned);
  EXPECT_EQ(found.expected, value);
  EXPECT_EQ(found.alone, value);
  EXPECT_EQ(found.forked.value, value);
}

// OEIS A000045.
TEST(fib, is_the_known_number) {
  expect("fib", {{"n", "0"}}, 0);
  expect("fib", {{"n", "1"}, {"cutoff", "0"}}, 1);
  expect("fib", {{"n", "20"}, {"cutoff", "0"}}, 6765);
  expect("fib", {}, 2178309);
}

TEST(skynet, adds_the_numbers_of_the_leaves) {
  expect("skynet", {{"leaves", "1"}}, 0);
  expect("skynet", {{"leaves", "10"}}, 45);
  expect("skynet", {{"leaves", "12345"}, {"cutoff", "7"}}, 76193340);
  expect("skynet", {}, 499999500000);
}

TEST(skynet, begins_each_of_sixteen_trees_where_the_one_before_ends) {
  const workload_descriptor& described = tree_named("skynet");
  const auto made = described.make(values_of(described, {{"leaves", "1000"}}));
  const auto& tree = dynamic_cast<const tree_work&>(*made);
  digest all = 0;
  for (task_id id = 0; id < 16; ++id) {
    EXPECT_EQ(tree.run_alone(id), tree.expected()[id]);
    all += tree.run_alone(id);
  }
  EXPECT_EQ(all, 127992000U);  // 0 + ... + 15999
}

// OEIS A000170.
TEST(nqueens, finds_the_known_number_of_placements) {
  expect("nqueens", {{"queens", "1"}}, 1);
  expect("nqueens", {{"queens", "3"}, {"cutoff", "0"}}, 0);
  expect("nqueens", {{"queens", "8"}, {"cutoff", "0"}}, 92);
  expect("nqueens", {}, 14200);
}

// Element by element, in integers.
digest product_digest(std::uint64_t n, std::uint64_t input) {
  const auto element = [n](std::uint64_t seed, std::uint64_t i, std::uint64_t j) {
    return splitmix64(seed, i * n + j) % 16;
  };
  digest sum = 0;
  for (std::uint64_t i = 0; i < n; ++i)
    for (std::uint64_t j = 0; j < n; ++j)
      for (std::uint64_t k = 0; k < n; ++k) sum += (i + 1) * (2 * j + 1) * element(2, i, k) * element(input, k, j);
  return sum;
}

TEST(matmul, agrees_with_the_product_element_by_element) {
  for (const std::uint64_t n : {1U, 7U, 8U, 9U, 64U, 65U, 100U, 131U})
    for (const char* cutoff : {"0", "20", "2048"})
      expect("matmul", {{"n", std::to_string(n)}, {"cutoff", cutoff}}, product_digest(n, 0));
}

TEST(matmul, multiplies_another_matrix_in_every_other_task) {
  const workload_descriptor& described = tree_named("matmul");
  const auto made = described.make(values_of(described, {{"n", "33"}}));
  const auto& tree = dynamic_cast<const tree_work&>(*made);
  for (const task_id id : {1U, 2U, 3U}) EXPECT_EQ(tree.run_alone(id), product_digest(33, id % 2)) << id;
}

TEST(concurrency_of_a_tree, is_as_many_forks_as_an_unbounded_model_makes) {
  for (const char* cutoff : {"0", "3", "8", "15", "40"}) {
    for (const auto& [name, parameter, text] :
         {std::tuple("fib", "n", "17"), std::tuple("skynet", "leaves", "777"), std::tuple("matmul", "n", "65")}) {
      const outcome found = outcome_of(name, {{parameter, text}, {"cutoff", cutoff}});
      EXPECT_EQ(static_cast<std::int64_t>(found.forked.forks), found.concurrency) << name << " cutoff " << cutoff;
    }
  }
  EXPECT_EQ(outcome_of("skynet", {}).forked.forks, 999'999U);
  // Diagonals leave fewer places than rows and columns alone, and nothing says beforehand how many.
  for (const char* cutoff : {"0", "3", "6"}) {
    const outcome found = outcome_of("nqueens", {{"queens", "7"}, {"cutoff", cutoff}});
    EXPECT_LE(static_cast<std::int64_t>(found.forked.forks), found.concurrency) << cutoff;
    EXPECT_GT(found.forked.forks, 0U);
  }
}

}  // namespace
}  // namespace interleave
