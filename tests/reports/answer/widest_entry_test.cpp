// The entry at which Explore opens: the decided one that tells the runners apart most.
#include "reports/answer/analysis.hpp"
#include "tests/reports/test_data.hpp"

#include <string>

#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using testing::run_builder;

std::string opened(const run_builder& builder) {
  const analysis model = analyse(builder.results());
  if (!model.widest) return "nothing";
  return model.subjects.at(model.map.at(model.widest->row).subject).label + " at " +
         std::to_string(model.levels.at(model.widest->level));
}

run_builder sleeps_and_echoes() {
  run_builder builder;
  builder.runner("sequential", runner_family::sequential).runner("thread_pool").runner("coroutines");
  builder.workload("io_sleep", work_kind::io).workload("io_echo", work_kind::io);
  builder.cell("io_sleep", "thread_pool", 8, 100).cell("io_sleep", "coroutines", 8, 101);
  builder.cell("io_echo", "thread_pool", 8, 100).cell("io_echo", "coroutines", 8, 120);
  builder.cell("io_echo", "thread_pool", 64, 100).cell("io_echo", "coroutines", 64, 250);
  return builder;
}

TEST(widest_entry_test, is_the_one_with_the_largest_ratio_of_best_to_worst) {
  EXPECT_EQ(opened(sleeps_and_echoes()), "io_echo at 64");
}

// One task at a time loses by as much as others have in flight: that tells no runners apart.
TEST(widest_entry_test, the_reference_counts_only_at_its_own_level) {
  EXPECT_EQ(opened(sleeps_and_echoes().cell("io_sleep", "sequential", 1, 1)), "io_echo at 64");
}

TEST(widest_entry_test, undecided_entries_and_single_samples_do_not_count) {
  run_builder builder = sleeps_and_echoes();
  builder.cell("io_sleep", "thread_pool", 64, 1).cell("io_sleep", "coroutines", 64, 500, 0.001, 1);
  EXPECT_EQ(opened(builder), "io_echo at 64");
  builder.cell("io_sleep", "thread_pool", 1024, 1);
  EXPECT_EQ(opened(builder), "io_echo at 64");
}

TEST(widest_entry_test, floor_and_probes_come_last) {
  run_builder builder = sleeps_and_echoes();
  builder.workload("noop", work_kind::floor).workload("beat", work_kind::probe);
  for (const char* name : {"noop", "beat"}) {
    builder.cell(name, "thread_pool", 8, 1).cell(name, "coroutines", 8, 1000);
  }
  EXPECT_EQ(opened(builder), "io_echo at 64");
  run_builder alone;
  alone.runner("thread_pool").runner("coroutines").workload("noop", work_kind::floor);
  alone.cell("noop", "thread_pool", 1, 1).cell("noop", "coroutines", 1, 2);
  alone.cell("noop", "thread_pool", 8, 1).cell("noop", "coroutines", 8, 3);
  EXPECT_EQ(opened(alone), "noop at 8");
}

TEST(widest_entry_test, nothing_decided_is_nothing) {
  run_builder builder;
  builder.runner("thread_pool").workload("io_echo", work_kind::io).cell("io_echo", "thread_pool", 8, 100);
  EXPECT_EQ(opened(builder), "nothing");
}

}  // namespace
}  // namespace interleave::reports
