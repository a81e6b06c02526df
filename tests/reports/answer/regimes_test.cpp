// Samples of a cell in two groups: recognized, and said wherever their median would mislead.
#include "reports/answer/analysis.hpp"
#include "reports/text/answer_json.hpp"
#include "tests/reports/test_data.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::reports {
namespace {

using ::testing::HasSubstr;
using testing::run_builder;

constexpr const char* two_regimes = "two regimes: 17.0k/s (16.7k/s – 17.3k/s) in 5 samples and 83.0k/s in 4 samples";

run_builder echoes(double faster) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop", runner_family::event_loop);
  builder.cell("io_echo", "pool", 8, 17'000, 0.02, 5).cell("io_echo", "pool", 8, faster, 0.02, 4);
  builder.cell("io_echo", "loop", 8, 50'000, 0.02, 9);
  return builder;
}

const validity_check* check_of(const analysis& model) {
  const auto found = std::ranges::find(model.checks, "regimes", &validity_check::id);
  return found == model.checks.end() ? nullptr : &*found;
}

TEST(regimes_test, both_are_told_with_what_is_known_of_them) {
  const analysis model = analyse(echoes(83'000).results());
  const cell_view& pool = model.cells[0];
  ASSERT_EQ(pool.regimes.size(), 2U);
  EXPECT_EQ(pool.regimes[0].samples, 5U);
  EXPECT_DOUBLE_EQ(pool.regimes[0].throughput_per_s.median, 17'000);
  EXPECT_TRUE(pool.regimes[0].throughput_per_s.interval);
  EXPECT_FALSE(pool.regimes[1].throughput_per_s.interval) << "four samples have none";
  EXPECT_THAT(pool.note, HasSubstr(two_regimes));
  EXPECT_TRUE(model.cells[1].regimes.empty());
}

TEST(regimes_test, an_undecided_entry_names_them) {
  const decision entry = analyse(echoes(83'000).results()).map[0].decisions[0];
  EXPECT_EQ(entry.outcome, outcome_kind::undecided);
  EXPECT_THAT(entry.sentence, HasSubstr(std::string(" pool has ") + two_regimes + "."));
}

// The medians say one thing, the shift between the samples the contrary.
TEST(regimes_test, where_no_number_of_samples_would_decide_no_command_is_given_that_takes_more) {
  run_builder builder;
  builder.workload("io_echo", work_kind::network).runner("pool").runner("loop");
  builder.cell("io_echo", "pool", 8, 103, 0.02, 5).cell("io_echo", "pool", 8, 71, 0.02, 4);
  builder.cell("io_echo", "loop", 8, 99.5, 0.005, 5).cell("io_echo", "loop", 8, 201, 0.01, 4);
  const analysis model = analyse(builder.results());
  EXPECT_THAT(model.map[0].decisions[0].sentence, HasSubstr("More samples would hardly decide."));
  EXPECT_EQ(model.verdict.command, "");
}

TEST(regimes_test, the_checks_warn_of_them) {
  const analysis model = analyse(echoes(83'000).results());
  const validity_check* const check = check_of(model);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->status, check_status::warning);
  EXPECT_EQ(check->finding,
            "In 1 cell the samples fall into two groups, and the median stands for neither: io_echo / pool / 8. Their "
            "notes have the figures of both.");
}

TEST(regimes_test, groups_less_than_a_quarter_apart_are_none) {
  const analysis model = analyse(echoes(20'000).results());
  EXPECT_TRUE(model.cells[0].regimes.empty());
  EXPECT_EQ(check_of(model), nullptr);
  EXPECT_FALSE(analyse(echoes(22'000).results()).cells[0].regimes.empty());
}

TEST(regimes_test, programs_are_told_too) {
  const auto cells = nlohmann::json::parse(answer_json(analyse(echoes(83'000).results())))["matrix"];
  EXPECT_EQ(cells[0]["regimes"][0]["samples"], 5);
  EXPECT_EQ(cells[0]["regimes"][1]["throughput_per_s"]["median"], 83'000);
  EXPECT_TRUE(cells[1]["regimes"].empty());
}

}  // namespace
}  // namespace interleave::reports
