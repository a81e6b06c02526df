// Trends of histories whose changes are known.
#include "tracking/history/trend.hpp"

#include "reports/errors.hpp"
#include "tests/tracking/history/history_data.hpp"
#include "tracking/history/history_texts.hpp"
#include "tracking/history/trend_html.hpp"
#include "tracking/history/trend_json.hpp"

#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::history_of;
using ::testing::IsEmpty;
using ::testing::Not;
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
  const trend found = trend_of(kept, {.direction = reports::better::more});
  EXPECT_EQ(found.cells[found.changes[0].cell].name, "faster");
  EXPECT_EQ(found.changes[0].kind, change_kind::regression);
}

TEST(trend_test, says_what_was_undone) {
  const trend found =
      trend_of(history_of(120, {"a"}, [](std::size_t, std::size_t run) { return run / 40 == 1 ? 1200.0 : 1000.0; }));
  ASSERT_THAT(found.changes, SizeIs(2));
  EXPECT_TRUE(found.changes[0].undone);
  EXPECT_THAT(found.changes[0].sentence, HasSubstr("it has recovered since"));
  EXPECT_THAT(found.headline, HasSubstr("1 regression was undone and 1 improvement"));
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
}

TEST(trend_test, keeps_apart_all_that_makes_measurements_of_something_else) {
  const auto renewed_by = [](const auto& renew) {
    history kept = history_of(80, {"a"}, [](std::size_t, std::size_t run) { return run < 40 ? 1000.0 : 1500.0; });
    for (std::size_t run = 40; run < 80; ++run) renew(kept.runs[run].run);
    return trend_of(kept);
  };
  EXPECT_THAT(renewed_by([](history_run&) {}).changes, SizeIs(1));
  EXPECT_THAT(renewed_by([](history_run& run) { run.host = "another"; }).changes, SizeIs(1));
  EXPECT_THAT(renewed_by([](history_run& run) { run.cpu_model = "Model B"; }).changes, IsEmpty());
  EXPECT_THAT(renewed_by([](history_run& run) { run.cores = 4; }).changes, IsEmpty());
  EXPECT_THAT(renewed_by([](history_run& run) { run.compiler = "GNU 13.2.0"; }).changes, IsEmpty());
  EXPECT_THAT(renewed_by([](history_run& run) { run.version = "0.2.0"; }).changes, IsEmpty());
  EXPECT_THAT(renewed_by([](history_run& run) { run.build_type = "debug"; }).changes, IsEmpty());
  EXPECT_THAT(renewed_by([](history_run& run) { run.settings = "placement pinned, 1 s a sample"; }).changes, IsEmpty());
}

TEST(trend_test, tells_machines_by_their_caches_where_no_file_names_the_cpu) {
  history kept = history_of(80, {"a"}, [](std::size_t, std::size_t run) { return run < 40 ? 1000.0 : 1500.0; });
  for (std::size_t run = 0; run < 80; ++run) {
    kept.runs[run].run.cpu_model = "";
    kept.runs[run].run.caches = run < 40 ? "L3 Unified 8388608 bytes for 4" : "L3 Unified 33554432 bytes for 16";
  }
  const trend found = trend_of(kept);
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_EQ(found.stretches[0], "2 cores · L3 Unified 8388608 bytes for 4 · GNU 12.2.0 · release");
}

TEST(trend_test, tells_the_level_of_the_newest_run_whichever_machine_it_ran_on) {
  history kept =
      history_of(41, {"a"}, [](std::size_t, std::size_t run) { return run % 2 == 0 ? 1000.0 : 2000.0; }, 1, 0);
  for (std::size_t run = 1; run < 41; run += 2) kept.runs[run].run.cpu_model = "Model B";
  EXPECT_EQ(trend_of(kept).cells[0].sentence, "41 runs: no change shown, 1.00 µs now.");
}

TEST(trend_test, words_a_change_from_nothing_without_a_factor) {
  history kept = history_of(40, {"a"}, [](std::size_t, std::size_t run) { return run < 20 ? 0.0 : 5.0; }, 1, 1e-9);
  for (stored_run& stored : kept.runs) stored.run.metrics[0].name = "faults";
  const trend found = trend_of(kept, {.metric = "faults"});
  ASSERT_THAT(found.changes, SizeIs(1));
  EXPECT_THAT(found.changes[0].sentence, HasSubstr("a became worse from 0 to 5.00, between "));
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

TEST(trend_test, shows_only_the_cells_asked_for_and_blames_no_commit_for_what_control_cells_do) {
  const history kept = history_of(80, {"control", "same"}, [](std::size_t, std::size_t run) {
    return run < 40 ? 1000.0 : 1300.0;  // the machine's
  });
  const trend all = trend_of(kept, {.control = "^control$"});
  ASSERT_THAT(all.changes, SizeIs(1));
  EXPECT_EQ(all.changes[0].kind, change_kind::control);
  EXPECT_THAT(all.changes[0].sentence, HasSubstr("no commit caused it: this is a control cell"));
  EXPECT_EQ(all.headline, "1 change of a control cell in 2 cells over 80 runs, by real_time.");
  EXPECT_THAT(trend_terminal(all), HasSubstr("control cell"));
  EXPECT_EQ(nlohmann::json::parse(trend_json(all))["changes"][0]["kind"], "control");
  const trend filtered = trend_of(kept, {.filter = "^same$", .control = "^control$"});
  EXPECT_THAT(filtered.changes, IsEmpty());
  ASSERT_THAT(filtered.cells, SizeIs(1));
  EXPECT_EQ(filtered.cells[0].name, "same");
}

TEST(trend_test, measures_control_cells_by_their_own_level_on_each_machine) {
  // Machine B is twice as slow: that is no movement of its control cell.
  history kept =
      history_of(80, {"a", "control"}, [](std::size_t, std::size_t run) { return run < 50 ? 1000.0 : 2000.0; }, 1, 0);
  for (std::size_t run = 50; run < 80; ++run) kept.runs[run].run.cpu_model = "Model B";
  const trend found = trend_of(kept, {.filter = "^a$", .control = "^control$"});
  EXPECT_DOUBLE_EQ(found.cells[0].points.front().value, 1000);
  EXPECT_DOUBLE_EQ(found.cells[0].points.back().value, 2000);
}

TEST(trend_test, takes_the_geometric_mean_of_control_cells_off_values_and_spreads) {
  history kept = history_of(21, {"a", "c1", "c2"}, [](std::size_t, std::size_t) { return 1000.0; }, 1, 0);
  kept.runs[20].run.metrics[0].medians = {1200, 1000 * 1.21, 1000};
  const trend found = trend_of(kept, {.filter = "^a$", .control = "^c"});
  const trend_point& last = found.cells[0].points.back();
  EXPECT_NEAR(last.value, 1200 / 1.1, 1e-9);
  EXPECT_NEAR(last.high - last.value, 1.5 / 1.1, 1e-9);
  EXPECT_NEAR(last.value - last.low, 1.5 / 1.1, 1e-9);
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

TEST(trend_test, warns_of_branches_that_are_mixed_until_one_is_chosen) {
  // Every second run is of a branch that is slower; main itself never changed.
  history kept = history_of(40, {"a"}, [](std::size_t, std::size_t run) { return run < 20 ? 1000.0 : 1300.0; });
  for (std::size_t run = 20; run < 40; ++run) kept.runs[run].run.from.branch = run == 39 ? "" : "topic";
  const trend mixed = trend_of(kept);
  EXPECT_THAT(mixed.cautions,
              ElementsAre(AllOf(HasSubstr("3 branches, (none), main and topic,"), HasSubstr("--branch chooses one"))));
  EXPECT_THAT(trend_terminal(mixed), HasSubstr("3 branches"));
  EXPECT_THAT(trend_json(mixed), HasSubstr("3 branches"));
  EXPECT_THAT(trend_html(mixed), HasSubstr("3 branches"));
  EXPECT_THAT(trend_of(kept, {.branch = "main"}).cautions, Not(Contains(HasSubstr("branches"))));
}

TEST(trend_test, says_when_there_is_too_little_to_tell) {
  const trend found = trend_of(history_of(5, {"a"}, [](std::size_t, std::size_t) { return 1000.0; }));
  // Two in C(16, 8) = 12,870 orders are less than 3e-4; in C(14, 7) = 3,432 they are more.
  EXPECT_THAT(found.cautions, ElementsAre("No cell has more than 5 runs; it takes 16 until a change can be shown."));
  EXPECT_THAT(found.headline, HasSubstr("Too few runs to show any change in 1 cell over 5 runs"));
  history halves = history_of(30, {"a"}, [](std::size_t, std::size_t) { return 1000.0; });
  for (std::size_t run = 15; run < 30; ++run) halves.runs[run].run.cpu_model = "Model B";
  EXPECT_THAT(trend_of(halves).cautions,
              ElementsAre(HasSubstr("2 kinds are kept apart"),
                          "No cell has more than 15 runs of one kind; it takes 16 until a change can be shown."));
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

TEST(trend_terminal_test, says_all_in_sentences_where_names_leave_no_room) {
  const std::string name = "io_echo/coroutines_multi_thread/in_flight:1024/delay";
  const trend found =
      trend_of(history_of(120, {name}, [](std::size_t, std::size_t run) { return run / 40 == 1 ? 1200.0 : 1000.0; }));
  const std::string narrow = trend_terminal(found, {.width = 80});
  EXPECT_THAT(narrow, HasSubstr("- " + name + " became worse by"));
  EXPECT_THAT(narrow, HasSubstr("recovered since"));
  for (const auto line : std::views::split(narrow, '\n')) EXPECT_LE(std::ranges::distance(line), 82);
  EXPECT_THAT(trend_terminal(found, {.width = 160}), HasSubstr("undone since"));
}

// What the page's script draws from.
nlohmann::json drawn_of(const trend& model) {
  const std::string page = trend_html(model);
  const std::string mark = "id=\"report-data\">";
  const std::size_t begin = page.find(mark) + mark.size();
  return nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

TEST(trend_html_test, draws_runs_together_only_where_they_have_one_level_and_one_machine) {
  history kept = history_of(1000, {"a"}, [](std::size_t, std::size_t run) {
    return (run % 2 == 0 ? 1000.0 : 3000.0) * (run < 501 ? 1 : 1.5);
  });
  for (std::size_t run = 1; run < 1000; run += 2) kept.runs[run].run.cpu_model = "Model B";
  const trend found = trend_of(kept);
  ASSERT_THAT(found.cells[0].segments, SizeIs(4));
  const nlohmann::json points = drawn_of(found)["cells"][0]["points"];
  EXPECT_LT(points.size(), 410U);
  for (const auto& point : points) EXPECT_LT(point[3].get<double>() / point[2].get<double>(), 1.25) << point;
}

TEST(trend_html_test, links_every_commit_it_names) {
  const std::string page = trend_html(trend_of(four_cells()), "https://x.invalid/{sha}");
  // Two for each of three changes; two for each of the seven segments.
  std::size_t links = 0;
  for (std::size_t at = page.find("href=\"https://x.invalid/0"); at != page.npos;
       at = page.find("href=\"https://x.invalid/0", at + 1))
    ++links;
  EXPECT_EQ(links, 2U * 3 + 2U * 7);
}

TEST(history_table_test, has_a_line_for_each_run_and_a_column_for_each_cell) {
  history kept = history_of(
      2, {"a,b", "c"}, [](std::size_t cell, std::size_t run) { return 1.0 + static_cast<double>(10 * cell + run); }, 1,
      0);
  kept.runs[1].run.metrics[0].medians[1] = no_value;
  EXPECT_EQ(history_table(kept, "real_time", "here").csv(),
            "time,commit,branch,\"a,b\",c\n"
            "2024-01-01T12:00:00Z,0000000000000000000000000000000000000001,main,1,11\n"
            "2024-01-02T12:00:00Z,0000000000000000000000000000000000000002,main,2,\n");
  EXPECT_EQ(history_table(kept, "real_time", "here").note(),
            "1 column has empty fields, and Otava refuses a test that names such a column: c");
  kept.runs[1].run.metrics[0].medians[1] = 12;
  EXPECT_EQ(history_table(kept, "real_time", "here").note(), "");
  kept.runs[1].run.metrics.clear();
  EXPECT_THAT(history_table(kept, "real_time", "here").note(), HasSubstr("2 columns have empty fields"));
  EXPECT_THROW(history_table(kept, "flux", "here"), reports::input_error);
  try {
    history_table({}, "real_time", "here");
    FAIL();
  } catch (const reports::input_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("here: the history is empty"));
  }
}

TEST(history_texts_test, show_runs_and_their_cells) {
  history kept = history_of(2, {"a"}, [](std::size_t, std::size_t) { return 1000.0; }, 1, 0);
  kept.runs[1].run.from.labels = {{"runner", "gh-1"}};
  EXPECT_THAT(history_terminal(kept, {.width = 200}), HasSubstr("runner=gh-1"));
  EXPECT_THAT(run_terminal(kept.runs[1]), HasSubstr("1.00 µs ± 1.50 ns"));
  EXPECT_THAT(run_terminal(kept.runs[1]), HasSubstr("runner=gh-1"));
  EXPECT_EQ(nlohmann::json::parse(history_json(kept)).size(), 2U);
  EXPECT_EQ(nlohmann::json::parse(run_json(kept.runs[1]))["cells"][0]["real_time"]["median"], 1000);
  EXPECT_EQ(nlohmann::json::parse(full_history_json(kept))[1]["labels"]["runner"], "gh-1");
  kept.runs[1].run.from.labels = {{"runner", "\xff"}};
  EXPECT_THAT(run_terminal(kept.runs[1]), HasSubstr("runner=\\xff"));
}

TEST(history_texts_test, leaves_out_the_last_metrics_first_and_never_that_something_failed) {
  history kept = history_of(1, {std::string(46, 'a')}, [](std::size_t, std::size_t) { return 1000.0; }, 1, 0);
  history_run& run = kept.runs[0].run;
  run.failures = {3};
  run.metrics.push_back({"cpu_time", {900}, {1.5}});
  const std::string text = run_terminal(kept.runs[0], {.width = 80});
  EXPECT_THAT(text, HasSubstr("real_time"));
  EXPECT_THAT(text, HasSubstr("failed"));
  EXPECT_THAT(text, Not(HasSubstr("cpu_time")));
  run.metrics[1].name = "\x1b[31mred";
  EXPECT_THAT(run_terminal(kept.runs[0], {.width = 200}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace interleave::tracking
