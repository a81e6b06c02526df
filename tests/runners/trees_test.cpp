// Trees under the models: how many forks were really made, within which bounds, and that a child's failure is reported.
#include "runners/trees/tree_on_futures.hpp"
#include "tests/runners/run_batch.hpp"
#include "tests/support/error_of.hpp"
#include "tests/support/process_census.hpp"
#include "workloads/describe_tree.hpp"

#include <bit>
#include <string>

#include <gtest/gtest.h>
#include <signal.h>

namespace interleave {

// A binary tree of a given depth in which one leaf can be made to throw or to end its process.
struct probed_tree {
  static constexpr std::size_t fan_out = 2;
  static constexpr std::int64_t leaf_size = 0;
  static constexpr std::int64_t none = 1 << 20;
  static constexpr std::array<parameter, 4> parameters{
      {{"depth", kinds::count, 6, 0, 20, "levels of forks"},
       {"bad", kinds::count, none, 0, none, "leaf that throws"},
       {"killed", kinds::count, none, 0, none, "leaf that ends its process"},
       {"cutoff", kinds::count, 0, 0, 20, "levels without forks"}}};
  explicit probed_tree(const parameter_values& values)
      : depth(values.get(kinds::count, "depth")),
        bad(values.get(kinds::count, "bad")),
        killed(values.get(kinds::count, "killed")) {}

  struct node {
    std::int64_t levels;
    std::int64_t path;
  };
  node root(task_id) const { return {depth, 0}; }
  std::int64_t size(const node& at) const { return at.levels; }
  std::size_t split(const node& at, std::span<node, fan_out> children) const {
    children[0] = {at.levels - 1, at.path * 2};
    children[1] = {at.levels - 1, at.path * 2 + 1};
    return 2;
  }
  digest leaf(const node& at) const {
    if (at.path == killed) raise(SIGKILL);
    if (at.path == bad) throw std::runtime_error("a leaf went bad");
    return static_cast<digest>(at.path);
  }
  digest alone(const node& at) const {
    if (at.levels == 0) return leaf(at);
    return alone({at.levels - 1, at.path * 2}) + alone({at.levels - 1, at.path * 2 + 1});
  }
  std::vector<digest> expected() const {
    const digest leaves = digest{1} << depth;
    return {leaves * (leaves - 1) / 2};
  }
  static std::int64_t leaves(const parameter_values& values) {
    return std::int64_t{1} << std::max<std::int64_t>(
               0, values.get(kinds::count, "depth") - values.get(kinds::count, "cutoff"));
  }
  std::int64_t depth;
  std::int64_t bad;
  std::int64_t killed;
};

namespace {

const workload_descriptor probed = describe_tree<probed_tree>({
    .name = "probed",
    .kind = workload_kind::cpu,
    .summary = "a tree of sums",
    .parameters = probed_tree::parameters,
});

std::vector<const runner_descriptor*> runners_of_trees() {
  std::vector<const runner_descriptor*> runners;
  for (const runner_descriptor* runner : all_runners())
    if (!runner->cannot_run(probed)) runners.push_back(runner);
  return runners;
}

const runner_descriptor& runner_named(std::string_view name) {
  for (const runner_descriptor* runner : all_runners())
    if (runner->name == name) return *runner;
  throw std::out_of_range(std::string(name));
}

std::unique_ptr<workload> tree_with(std::initializer_list<std::pair<const char*, const char*>> assignments) {
  parameter_values values = probed.defaults();
  for (const auto& [name, text] : assignments) values.set(name, text);
  return probed.make(values);
}

class trees : public testing::TestWithParam<const runner_descriptor*> {};

std::uint64_t forks_of(const runner_descriptor& runner, const char* depth, const char* cutoff, task_id tasks) {
  const auto work = tree_with({{"depth", depth}, {"cutoff", cutoff}});
  staged one(probed, *work, runner, 1);
  one.run(tasks);
  return one.running().units();
}

// Models that bound their workers fork less; the others fork every child but the last, and sequential none.
TEST_P(trees, make_the_forks_that_the_model_promises) {
  const runner_descriptor& runner = *GetParam();
  const auto cores = static_cast<std::uint64_t>(placement(placement_policy::free).cores());
  const std::uint64_t forks = forks_of(runner, "6", "0", 3);
  if (runner.name == "sequential") {
    EXPECT_EQ(forks, 0U);
  } else if (runner.name == "process_per_task") {
    EXPECT_EQ(forks, 3 * (std::min<std::uint64_t>(std::bit_floor(8 * cores), 64) - 1));
  } else if (runner.name == "futures") {
    EXPECT_GE(forks, 3U);
    EXPECT_LE(forks, 3 * 63U);
  } else {
    EXPECT_EQ(forks, 3 * 63U);
    EXPECT_EQ(forks_of(runner, "6", "4", 1), 3U);
  }
  EXPECT_EQ(forks_of(runner, "0", "0", 1), 0U);
}

TEST_P(trees, tell_what_a_leaf_threw_and_leave_nothing_behind) {
  forks_of(*GetParam(), "6", "0", 1);  // the first time, libraries start what they keep until the end
  const process_census before = take_census();
  for (const char* bad : {"0", "21", "63"}) {
    const auto work = tree_with({{"bad", bad}});
    staged one(probed, *work, *GetParam(), 1);
    EXPECT_EQ(error_of([&] { one.run(2); }), "a task failed: a leaf went bad") << bad;
  }
  EXPECT_EQ(take_census(), before);
}

// Runs the children of every split in the calling thread, in the order that the test gives: {0, 1} is correct.
class children_in_order final : public fork_join {
 public:
  explicit children_in_order(std::vector<std::size_t> order, bool alone = false)
      : order_(std::move(order)), alone_(alone) {}
  std::uint64_t run(subtrees& children) override {
    for (const std::size_t i : order_)
      if (alone_)
        children.run_alone(i);
      else
        children.run(i, *this);
    return 0;
  }

 private:
  std::vector<std::size_t> order_;
  bool alone_;
};

TEST(tree, notices_a_child_that_was_left_out_or_run_again) {
  const auto work = tree_with({});
  const auto outcome_of = [&](std::vector<std::size_t> order, bool alone) {
    children_in_order how(std::move(order), alone);
    return error_of([&] { dynamic_cast<const tree_work&>(*work).run(0, how); });
  };
  for (const bool alone : {false, true}) {
    EXPECT_EQ(outcome_of({1, 0}, alone), "");
    EXPECT_EQ(outcome_of({0}, alone), "a child of a node was left out");
    EXPECT_EQ(outcome_of({0, 0}, alone), "a child of a node was run again");
  }
}

TEST(tree_on_futures, forks_as_many_as_there_is_room_for_and_runs_the_rest_itself) {
  const auto work = tree_with({});
  const auto forks_with_room_for = [&](int most) {
    future_per_fork futures(most);
    const tree_result tree = dynamic_cast<const tree_work&>(*work).run(0, futures);
    EXPECT_EQ(tree.value, 63U * 64 / 2);
    return tree.forks;
  };
  EXPECT_EQ(forks_with_room_for(0), 0U);
  EXPECT_GE(forks_with_room_for(1), 1U);
  EXPECT_EQ(forks_with_room_for(63), 63U);
}

TEST(tree_on_processes, tells_of_a_process_that_was_lost_however_far_down) {
  const process_census before = take_census();
  {
    const auto work = tree_with({{"killed", "0"}});
    staged one(probed, *work, runner_named("process_per_task"), 1);
    EXPECT_EQ(error_of([&] { one.run(2); }), "a task failed: the process of a subtree was lost: signal 9 (Killed)");
    EXPECT_THROW(one.run(2), killed);
  }
  EXPECT_EQ(take_census(), before);
}

INSTANTIATE_TEST_SUITE_P(runners, trees, testing::ValuesIn(runners_of_trees()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace interleave
