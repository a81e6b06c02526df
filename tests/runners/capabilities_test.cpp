// What workloads need and runners lack: pairs are refused because of these data, never by name.
#include "runners/runner.hpp"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

namespace interleave {
namespace {

template <class Descriptor>
Descriptor copy_of(std::span<const Descriptor* const> all, std::string_view name, std::string_view renamed) {
  const auto found = std::ranges::find(all, name, [](const Descriptor* d) { return d->name; });
  if (found == all.end()) throw std::out_of_range(std::string(name));
  Descriptor copy = **found;
  copy.name = renamed;
  return copy;
}

runner_descriptor runner_lacking(const capability_set& lacks) {
  runner_descriptor runner = copy_of(all_runners(), "thread_pool", "mine");
  runner.lacks = lacks;
  return runner;
}
workload_descriptor work_needing(const capability_set& needs) {
  workload_descriptor work = copy_of(all_workloads(), "io_echo", "errand");
  work.needs = needs;
  return work;
}

TEST(capability_set, keeps_the_reason_of_each_member) {
  capability_set set{{capability::keeping_slots, "forgets"}};
  EXPECT_EQ(set.why(capability::keeping_slots), "forgets");
  EXPECT_EQ(set.why(capability::suspending_tasks), "");
  set.add({capability::suspending_tasks, "runs through"});
  EXPECT_EQ(set.why(capability::suspending_tasks), "runs through");
  EXPECT_EQ(set.why(capability::keeping_slots), "forgets");
}

TEST(cannot_run, gives_both_reasons_where_a_need_meets_a_lack) {
  const workload_descriptor work = work_needing({{capability::keeping_slots, "opens a file anew"}});
  EXPECT_EQ(runner_lacking({{capability::keeping_slots, "forgets its slots"}}).cannot_run(work),
            "mine forgets its slots, and errand opens a file anew");
  EXPECT_EQ(runner_lacking({{capability::suspending_tasks, "never stops"}}).cannot_run(work), std::nullopt);
  EXPECT_EQ(runner_lacking({}).cannot_run(work), std::nullopt);
}

TEST(cannot_run, is_nothing_where_a_runner_lacks_what_is_not_needed) {
  const capability_set everything{{capability::keeping_slots, "forgets"}, {capability::suspending_tasks, "stops"}};
  EXPECT_EQ(runner_lacking(everything).cannot_run(work_needing({})), std::nullopt);
}

TEST(cannot_run, says_why_a_shape_is_not_run) {
  runner_descriptor runner = runner_lacking({});
  runner.other_shapes = "it is too young";
  const workload_descriptor tree = copy_of(all_workloads(), "fib", "family");
  EXPECT_EQ(runner.cannot_run(tree), "mine does not run a tree: it is too young");
}

// A waiting workload that is written only as a coroutine needs a runner that suspends; this need not be declared.
TEST(needs, follow_from_how_a_workload_is_written) {
  const auto needs_suspending = [](std::string_view name) {
    return !copy_of(all_workloads(), name, name).needs.why(capability::suspending_tasks).empty();
  };
  EXPECT_TRUE(needs_suspending("timeouts"));
  EXPECT_TRUE(needs_suspending("mixed_jobs"));
  EXPECT_FALSE(needs_suspending("io_echo"));  // written as callbacks too
  EXPECT_FALSE(needs_suspending("cpu_hash"));
}

}  // namespace
}  // namespace interleave
