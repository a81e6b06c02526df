// Trends of histories whose changes are known.
#include "reports/tracking/trend.hpp"

#include "reports/errors.hpp"
#include "reports/tracking/history_texts.hpp"
#include "reports/tracking/trend_json.hpp"
#include "tests/reports/tracking/history_data.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::history_of;
using ::testing::IsEmpty;
using ::testing::SizeIs;

trend trend_of(const history& kept, const trend_options& options = {}) {
  return find_trend(kept, options, "here");
}

// Runs 0-39 and 40-79: `steady` stays, `slower` gains 10 %, `worse` 30 %, `faster` loses 20 %.
history four_cells() {
  return history_of(80, {"steady", "slower", "worse", "faster"}, [](std::size_t cell, std::size_t run) {
    const std::vector<double> after = {1, 1.1, 1.3, 0.8};
    return 1000 * (run < 40 ? 1 : after[cell]);
  });
}

TEST(trend_test, lists_regressions_first_and_the_worst_of_them_first) {
  const trend found = trend_of(four_cells());
  ASSERT_THAT(found.changes, SizeIs(3));
  const auto name = [&](std::size_t change) { return found.cells[found.changes[change].cell].name; };
  EXPECT_EQ(name(0), "worse");
  EXPECT_EQ(name(1), "slower");
  EXPECT_EQ(name(2), "faster");
  EXPECT_EQ(found.changes[0].kind, change_kind::regression);
  EXPECT_EQ(found.changes[2].kind, change_kind::improvement);
  EXPECT_NEAR(static_cast<double>(found.changes[0].first_after), 40, 1);
  EXPECT_EQ(found.changes[0].last_before + 1, found.changes[0].first_after);
  EXPECT_NEAR(found.changes[0].after / found.changes[0].before, 1.3, 0.02);
  EXPECT_THAT(found.headline, HasSubstr("2 regressions stand and 1 improvement in 4 cells over 80 runs"));
  EXPECT_THAT(found.cautions, IsEmpty());
}

TEST(trend_test, words_what_happened_and_between_which_commits) {
  const trend found =
      trend_of(history_of(40, {"a"}, [](std::size_t, std::size_t run) { return run < 20 ? 1e4 : 2e4; }, 1, 1e-9));
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_EQ(found.changes[0].sentence,
            "a became worse by 2.00×, from 10.0 µs to 20.0 µs, between 0000000000 and 0000000000 (2024-01-21).");
  EXPECT_EQ(found.changes[0].commits_text, "0000000000..0000000000");
}

TEST(trend_test, turns_round_where_more_is_better) {
  const history kept = four_cells();
  const trend found = trend_of(kept, {.direction = better::more});
  EXPECT_EQ(found.cells[found.changes[0].cell].name, "faster");
  EXPECT_EQ(found.changes[0].kind, change_kind::regression);
}

TEST(trend_test, says_what_was_undone) {
  const trend found =
      trend_of(history_of(120, {"a"}, [](std::size_t, std::size_t run) { return run / 40 == 1 ? 1200.0 : 1000.0; }));
  ASSERT_THAT(found.changes, SizeIs(2));
  EXPECT_TRUE(found.changes[0].undone);
  EXPECT_THAT(found.changes[0].sentence, HasSubstr("it has recovered since"));
  EXPECT_THAT(found.headline, HasSubstr("1 was undone and 1 improvement"));
}

TEST(trend_test, looks_for_no_change_between_machines) {
  history kept = history_of(80, {"a"}, [](std::size_t, std::size_t run) { return run % 2 == 0 ? 1000.0 : 1500.0; });
  for (std::size_t run = 1; run < 80; run += 2) kept.runs[run].run.cpu_model = "Model B";
  const trend found = trend_of(kept);
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_THAT(found.stretches,
              ElementsAre("Model A · 2 cores · GNU 12.2.0 · release", "Model B · 2 cores · GNU 12.2.0 · release"));
  EXPECT_THAT(found.cautions, ElementsAre(HasSubstr("2 kinds are kept apart")));
  EXPECT_THAT(found.cells[0].segments, SizeIs(2));

  history renewed = history_of(80, {"a"}, [](std::size_t, std::size_t run) { return run < 40 ? 1000.0 : 1500.0; });
  EXPECT_THAT(trend_of(renewed).changes, SizeIs(1));
  for (std::size_t run = 40; run < 80; ++run) renewed.runs[run].run.compiler = "GNU 13.2.0";
  EXPECT_THAT(trend_of(renewed).changes, IsEmpty());
  for (std::size_t run = 40; run < 80; ++run) {
    renewed.runs[run].run.compiler = renewed.runs[0].run.compiler;
    renewed.runs[run].run.version = "2";
  }
  EXPECT_THAT(trend_of(renewed).changes, IsEmpty());
}

TEST(trend_test, takes_off_what_the_control_cells_moved) {
  // From run 40 on the machine is 20 % slower; one cell became 15 % slower beside.
  const history kept =
      history_of(80, {"control/a", "control/b", "same", "slower"}, [](std::size_t cell, std::size_t run) {
        return 1000 * (run < 40 ? 1 : cell == 3 ? 1.2 * 1.15 : 1.2);
      });
  EXPECT_THAT(trend_of(kept).changes, SizeIs(4));
  const trend found = trend_of(kept, {.filter = "^s", .control = "^control/"});
  const auto of_slower = std::ranges::count_if(
      found.changes, [&](const trend_change& change) { return found.cells[change.cell].name == "slower"; });
  const auto of_same = std::ranges::count_if(
      found.changes, [&](const trend_change& change) { return found.cells[change.cell].name == "same"; });
  EXPECT_EQ(of_slower, 1);
  EXPECT_EQ(of_same, 0);
  for (const trend_change& change : found.changes) {
    if (found.cells[change.cell].name == "slower") {
      EXPECT_NEAR(change.after / change.before, 1.15, 0.03);
    }
  }
}

TEST(trend_test, leaves_out_runs_without_control) {
  history kept = history_of(40, {"control", "a"}, [](std::size_t, std::size_t) { return 1000.0; });
  kept.runs[7].run.metrics[0].medians[0] = no_value;
  const trend found = trend_of(kept, {.control = "^control$"});
  EXPECT_THAT(found.cells[0].points, SizeIs(39));
  EXPECT_THAT(found.cautions, ElementsAre(HasSubstr("1 run has no control cell and is left out")));
}

TEST(trend_test, takes_one_branch_and_the_cells_asked_for) {
  history kept = four_cells();
  for (std::size_t run = 0; run < 80; run += 2) kept.runs[run].run.from.branch = "topic";
  const trend found = trend_of(kept, {.branch = "topic", .filter = "^s"});
  EXPECT_THAT(found.runs, SizeIs(40));
  EXPECT_THAT(found.cells, SizeIs(2));
}

TEST(trend_test, says_when_there_is_too_little_to_tell) {
  const trend found = trend_of(history_of(5, {"a"}, [](std::size_t, std::size_t) { return 1000.0; }));
  // Two in C(16, 8) = 12,870 orders are less than 3e-4; in C(14, 7) = 3,432 they are more.
  EXPECT_THAT(found.cautions, ElementsAre("No cell has more than 5 runs; it takes 16 until a change can be shown."));
  EXPECT_THAT(found.headline, HasSubstr("No change in 1 cell over 5 runs"));
}

TEST(trend_test, does_not_say_better_or_worse_of_an_unknown_metric) {
  history kept = four_cells();
  for (stored_run& stored : kept.runs) stored.run.metrics[0].name = "flux";
  const trend found = trend_of(kept, {.metric = "flux"});
  EXPECT_EQ(found.changes[0].kind, change_kind::other);
  EXPECT_THAT(found.cautions, ElementsAre(HasSubstr("--better")));
}

TEST(trend_test, refuses_what_it_cannot_answer) {
  const auto complaint = [](const history& kept, const trend_options& options) -> std::string {
    try {
      trend_of(kept, options);
    } catch (const reports::input_error& error) {
      return error.what();
    }
    return "";
  };
  const history kept = four_cells();
  EXPECT_THAT(complaint({}, {}), HasSubstr("here: the history is empty"));
  EXPECT_THAT(complaint(kept, {.metric = "flux"}), HasSubstr("no run has the metric 'flux'"));
  EXPECT_THAT(complaint(kept, {.branch = "none"}), HasSubstr("no run is of branch 'none'"));
  EXPECT_THAT(complaint(kept, {.filter = "zzz"}), HasSubstr("no cell fits the filter 'zzz'"));
  EXPECT_THAT(complaint(kept, {.control = "zzz"}), HasSubstr("no cell fits the control 'zzz'"));
  EXPECT_THAT(complaint(kept, {.filter = "("}), HasSubstr("--filter: '('"));
}

TEST(trend_json_test, has_the_changes_and_every_series) {
  const nlohmann::json document = nlohmann::json::parse(trend_json(trend_of(four_cells())));
  EXPECT_EQ(document["changes"][0]["cell"], "worse");
  EXPECT_EQ(document["changes"][0]["kind"], "regression");
  EXPECT_EQ(document["series"].size(), 4U);
  EXPECT_EQ(document["series"][0]["points"].size(), 80U);
}

TEST(trend_terminal_test, fits_its_width_and_lets_no_name_through_unescaped) {
  const history kept =
      history_of(80, {"\x1b[31mred", "b"}, [](std::size_t, std::size_t run) { return run < 40 ? 1000.0 : 1300.0; });
  const std::string text = trend_terminal(trend_of(kept), {.width = 60});
  EXPECT_THAT(text, HasSubstr("+29 %"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(trend_terminal(trend_of(kept), {.colour = true}).find("\x1b[31m"), std::string::npos);
}

TEST(otava_csv_test, has_a_line_for_each_run_and_a_column_for_each_cell) {
  history kept = history_of(
      2, {"a,b", "c"}, [](std::size_t cell, std::size_t run) { return 1.0 + static_cast<double>(10 * cell + run); }, 1,
      0);
  kept.runs[1].run.metrics[0].medians[1] = no_value;
  EXPECT_EQ(otava_csv(kept, "real_time", "here"),
            "time,commit,branch,\"a,b\",c\n"
            "2024-01-01T12:00:00Z,0000000000000000000000000000000000000001,main,1,11\n"
            "2024-01-02T12:00:00Z,0000000000000000000000000000000000000002,main,2,\n");
  EXPECT_THROW(otava_csv(kept, "flux", "here"), reports::input_error);
}

TEST(history_texts_test, show_runs_and_their_cells) {
  history kept = history_of(2, {"a"}, [](std::size_t, std::size_t) { return 1000.0; }, 1, 0);
  kept.runs[1].run.from.labels = {{"runner", "gh-1"}};
  EXPECT_THAT(history_terminal(kept, {.width = 200}), HasSubstr("runner=gh-1"));
  EXPECT_THAT(run_terminal(kept.runs[1]), HasSubstr("1.00 µs ± 1.50 ns"));
  EXPECT_EQ(nlohmann::json::parse(history_json(kept)).size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(run_json(kept.runs[1]))["cells"][0]["real_time"]["median"], 1000);
  EXPECT_EQ(nlohmann::json::parse(full_history_json(kept))[1]["labels"]["runner"], "gh-1");
}

}  // namespace
}  // namespace interleave::tracking
