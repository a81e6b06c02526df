// The matrix: each runner's figure relative to the best of its row, and a reason wherever there is none.
#include "reports/answer/analysis.hpp"
#include "reports/text/markdown.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::name_of;
using testing::run_builder;

const matrix_row& row_of(const analysis& model, std::string_view metric, std::int64_t in_flight, std::size_t row = 0) {
  const matrix_view& matrix = model.matrix;
  const auto shown = std::ranges::find(matrix.metrics, metric, &matrix_metric::id) - matrix.metrics.begin();
  const auto level = std::ranges::find(model.levels, in_flight) - model.levels.begin();
  return matrix.sheets.at(static_cast<std::size_t>(shown)).at(static_cast<std::size_t>(level)).at(row);
}

std::vector<std::string> texts_of(const matrix_row& row) {
  std::vector<std::string> texts;
  for (const matrix_entry& entry : row) texts.push_back(entry.text);
  return texts;
}

run_builder echoes() {
  run_builder builder;
  builder.workload("io_echo", work_kind::io);
  builder.runner("sequential", runner_family::sequential).runner("thread_pool").runner("coroutines");
  builder.cell("io_echo", "sequential", 1, 5).cell("io_echo", "thread_pool", 64, 550);
  builder.cell("io_echo", "coroutines", 64, 1000);
  return builder;
}

TEST(matrix_test, speed_is_a_share_of_the_best) {
  const analysis model = analyse(echoes().results());
  const matrix_row& row = row_of(model, "speed", 64);
  EXPECT_THAT(texts_of(row), ElementsAre("<1 %", "55 %", "100 %"));
  EXPECT_DOUBLE_EQ(*row[1].ratio, 0.55);
  EXPECT_DOUBLE_EQ(*row[1].value, 550);
  EXPECT_EQ(row[1].detail, "thread_pool: 550/s (549/s – 551/s), 6 samples");
}

TEST(matrix_test, costs_are_multiples_of_the_lowest) {
  run_builder builder = echoes();
  for (const auto& [runner, cpu, memory] :
       {std::tuple{"thread_pool", 3300.0, 8e6}, std::tuple{"coroutines", 470.0, 2e6}}) {
    builder.counter("io_echo", runner, 64, "cpu_user_ns_per_task", cpu);
    builder.counter("io_echo", runner, 64, "cpu_system_ns_per_task", 30);
    builder.counter("io_echo", runner, 64, "memory_peak_bytes_proportional", memory);
    builder.counter("io_echo", runner, 64, "memory_peak_bytes_sum", 9e9);
  }
  builder.counter("io_echo", "coroutines", 64, "latency_ns_p99", 2e6);
  builder.counter("io_echo", "thread_pool", 64, "latency_ns_p99", 1e6);
  builder.counter("io_echo", "sequential", 1, "latency_ns_p99", 1e5);
  builder.counter("io_echo", "sequential", 1, "memory_peak_bytes_proportional", 1e5);
  const analysis model = analyse(builder.results());
  EXPECT_THAT(texts_of(row_of(model, "cpu", 64)), ElementsAre("–", "6.66×", "1.00×"));
  EXPECT_THAT(row_of(model, "cpu", 64)[0].detail, HasSubstr("no CPU time a task was recorded"));
  // The reference has one task outstanding: its memory and latency say nothing of 64.
  EXPECT_THAT(texts_of(row_of(model, "memory", 64)), ElementsAre("–", "4.00×", "1.00×"));
  EXPECT_THAT(texts_of(row_of(model, "p99", 64)), ElementsAre("–", "1.00×", "2.00×"));
  EXPECT_THAT(texts_of(row_of(model, "p99", 1)), ElementsAre("alone", "–", "–"));
}

TEST(matrix_test, what_has_no_number_says_why) {
  run_builder builder = echoes();
  for (const char* name : {"crashing", "refusing", "absent", "flaky"}) builder.runner(name);
  builder.failure("io_echo", "crashing", 64, failure_kind::crash, "killed by SIGSEGV");
  builder.failure("io_echo", "refusing", 64, failure_kind::unsupported, "needs a loop");
  builder.cell("io_echo", "absent", 1, 7);
  builder.cell("io_echo", "flaky", 64, 5000).failure("io_echo", "flaky", 64, failure_kind::timeout, "hung");
  const analysis model = analyse(builder.results());
  const matrix_row& row = row_of(model, "speed", 64);
  // A runner that failed in part is no yardstick for the others.
  EXPECT_THAT(texts_of(row), ElementsAre("<1 %", "55 %", "100 %", "failed", "can't", "–", "failed"));
  EXPECT_THAT(row[3].detail, HasSubstr("crashing: failed; killed by SIGSEGV"));
  EXPECT_EQ(row[4].detail, "refusing: unsupported; needs a loop");
  EXPECT_EQ(row[5].detail, "absent: not measured at 64 in flight");
  EXPECT_THAT(row[6].detail, HasSubstr("hung"));
}

TEST(matrix_test, holds_batches_and_the_runners_that_were_tried_on_them) {
  run_builder builder = echoes();
  builder.runner("futures").workload("fib", work_kind::cpu, work_shape::tree, "tree").cell("fib", "futures", 1, 7);
  const analysis model = analyse(builder.results());
  EXPECT_THAT(model.matrix.subjects, ElementsAre(0U));
  EXPECT_THAT(model.matrix.runners, ElementsAre(0U, 1U, 2U));
}

TEST(matrix_test, opens_at_the_highest_of_the_levels_that_compare_most_workloads) {
  run_builder builder = echoes();
  builder.workload("cpu_hash", work_kind::cpu);
  builder.cell("cpu_hash", "thread_pool", 8, 10).cell("cpu_hash", "coroutines", 8, 10);
  builder.cell("io_echo", "thread_pool", 8, 10).cell("io_echo", "coroutines", 8, 10);
  EXPECT_EQ(analyse(builder.results()).levels.at(analyse(builder.results()).matrix.level), 8);
  EXPECT_EQ(analyse(echoes().results()).levels.at(analyse(echoes().results()).matrix.level), 64);
}

TEST(matrix_test, a_level_at_which_only_the_reference_ran_is_no_comparison) {
  run_builder builder = echoes();
  builder.workload("cpu_hash", work_kind::cpu).cell("cpu_hash", "sequential", 1, 10);
  const analysis model = analyse(builder.results());
  EXPECT_EQ(model.subjects.at(model.matrix.subjects.at(0)).label, "cpu_hash");
  EXPECT_THAT(texts_of(row_of(model, "speed", 64, 0)), ElementsAre("–", "–", "–"));
}

TEST(matrix_test, is_a_table_in_markdown_too) {
  const std::string text = markdown(analyse(echoes().results()));
  EXPECT_THAT(text, HasSubstr("## Every workload under every model"));
  EXPECT_THAT(text, HasSubstr("| io\\_echo | \\<1 % | 55 % | **100 %** |"));
}

}  // namespace
}  // namespace interleave::reports
