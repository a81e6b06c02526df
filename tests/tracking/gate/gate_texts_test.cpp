// What people and programs see of a verdict.
#include "tracking/gate/gate_texts.hpp"

#include "made_up_gate.hpp"
#include "reports/words/plain_text.hpp"
#include "tests/reports/lines.hpp"
#include "tracking/gate/gate_rules.hpp"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {
namespace {

using testing::made_up_gate;
using testing::slower_by;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

made_up_gate mixed() {
  made_up_gate gate;
  gate.cell("BM_same", slower_by(0));
  gate.cell("BM_slow", slower_by(0.08));
  gate.cell("BM_slower", slower_by(0.2));
  gate.cell("BM_a_bit", slower_by(0.026));
  return gate;
}

TEST(the_verdict, is_one_sentence) {
  made_up_gate gate = mixed();
  EXPECT_EQ(headline(gate.record, judge(gate.record)), "Inconclusive: nothing can be said of 4 of 4 cells.");
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(headline(gate.record, verdict),
            "Regression: 2 of 4 cells are slower by more than 3.0 %, confirmed and replicated.");
  made_up_gate same;
  same.cell("a", slower_by(0));
  EXPECT_EQ(headline(same.record, same.run()),
            "Pass: a slowdown of 10 % or more is excluded in 1 of 1 cell (95 % intervals).");
  made_up_gate warned;
  warned.cell("a", slower_by(0.026));
  EXPECT_EQ(headline(warned.record, warned.run()),
            "Pass, with a warning: 1 of 1 cell is likely slower, by more than 2.0 % and less than 10 %.");
}

TEST(the_verdict, lists_the_worst_cell_first) {
  made_up_gate gate = mixed();
  const gate_verdict verdict = gate.run();
  std::vector<std::string> names;
  for (const cell_verdict* cell : worst_first(verdict)) names.push_back(cell->name);
  EXPECT_EQ(names, (std::vector<std::string>{"BM_slower", "BM_slow", "BM_a_bit", "BM_same"}));
}

TEST(the_remarks, tell_of_cpu_time_that_went_up_where_wall_time_is_judged) {
  const auto judged = [](double cpu_share, double factor) {
    made_up_gate gate;
    gate.cpu_share = cpu_share;
    const std::size_t cell = gate.cell("BM_waits", slower_by(0));
    gate.cell("BM_same", slower_by(0));
    for (int i = 0; i < 12; ++i) gate.round(gate_step::screen, gate.all_cells());
    for (gate_pair& pair : gate.record.pairs)
      if (pair.cell == cell) pair.candidate.cpu_ns *= factor;
    const gate_verdict verdict = judge(gate.record);
    EXPECT_NEAR(verdict.cells[cell].cpu_slowdown->median, factor - 1, 0.01);
    const auto written = nlohmann::json::parse(gate_json(gate.record, verdict)).at("cells").at(cell);
    EXPECT_EQ(written.at("cpu_slowdown").at("estimate").get<double>(), verdict.cells[cell].cpu_slowdown->median);
    EXPECT_NE(written.at("slowdown"), written.at("cpu_slowdown"));
    return std::pair(verdict.outcome, remarks(gate.record, verdict));
  };
  const auto [outcome, sentences] = judged(0.5, 1.12);
  EXPECT_EQ(outcome, gate_outcome::pass);
  ASSERT_EQ(sentences.size(), 1U);
  EXPECT_TRUE(has(sentences[0], "seems to have gone up in 1 cell: BM_waits +12.0 % (+1")) << sentences[0];
  EXPECT_TRUE(judged(0.5, 1.02).second.empty()) << "within the margin";
  EXPECT_TRUE(judged(0.5, 0.8).second.empty());
}

TEST(the_remarks, tell_of_wall_time_that_went_up_where_cpu_time_is_judged) {
  made_up_gate gate;
  gate.cpu_share = 0.99;
  const std::size_t cell = gate.cell("BM_computes", slower_by(0));
  gate.run(gate_step::screen);
  for (gate_pair& pair : gate.record.pairs)
    if (pair.cell == cell) pair.candidate.real_ns *= 1.04;
  const gate_verdict verdict = judge(gate.record);
  ASSERT_EQ(verdict.cells[cell].metric, gate_metric::cpu_time);
  const std::vector<std::string> sentences = remarks(gate.record, verdict);
  EXPECT_TRUE(has(sentences.front(), "Wall time, which is not judged where a single thread computes, seems to have"))
      << sentences.front();
  EXPECT_TRUE(has(sentences.front(), "BM_computes +4.0 % (+3."));
  const auto written = nlohmann::json::parse(gate_json(gate.record, verdict)).at("cells").at(cell);
  EXPECT_EQ(written.at("real_slowdown").at("estimate").get<double>(), verdict.cells[cell].real_slowdown->median);
  EXPECT_EQ(written.at("slowdown"), written.at("cpu_slowdown"));
  EXPECT_TRUE(has(gate_terminal(gate.record, verdict), "(1 judged by CPU time, as a single thread computes there)"));
}

TEST(the_remarks, tell_of_a_file_compared_with_itself_and_of_a_machine_that_hides_its_load) {
  made_up_gate gate;
  gate.cell("a", slower_by(0));
  const gate_verdict verdict = gate.run();
  EXPECT_TRUE(remarks(gate.record, verdict).empty());
  gate.record.same_executable = true;
  EXPECT_TRUE(has(remarks(gate.record, verdict).at(0), "are the same file, byte for byte"));
  EXPECT_TRUE(has(remarks(gate.record, verdict).at(0), "What it loads or starts may differ"));
  gate.record.rounds.front().foreign_share.reset();
  EXPECT_TRUE(has(remarks(gate.record, verdict).at(1), "/proc/stat doesn't tell"));
}

TEST(the_terminal, shows_effect_interval_visible_effect_and_pairs) {
  made_up_gate gate = mixed();
  gate.record.only_in_base = {"BM_gone"};
  const std::string text = gate_terminal(gate.record, gate.run());
  EXPECT_TRUE(has(text, "BM_slower   +20.0 %")) << text;
  EXPECT_TRUE(has(text, "Only in the base, so not compared: BM_gone.")) << text;
  EXPECT_TRUE(has(text, "2 regression · 1 warn · 1 pass")) << text;
  EXPECT_FALSE(has(text, "\x1b"));
  EXPECT_TRUE(has(gate_terminal(gate.record, gate.run(), {.colour = true}), "\x1b[31m"));
  const std::string plain = gate_terminal(gate.record, gate.run(), {.unicode = false});
  EXPECT_TRUE(std::ranges::all_of(plain, [](char c) { return static_cast<unsigned char>(c) < 128; }));
}

TEST(the_terminal, keeps_within_eighty_columns_and_cuts_no_name) {
  made_up_gate gate = mixed();
  const std::string name = "BM_StringCompare<std::string>/1024/2048/threads:4";
  gate.cell(name, slower_by(3));
  const std::size_t broken = gate.cell("BM_broken", slower_by(0));
  gate.record.failures.assign(2,
                              {broken, gate_arm::candidate,
                               "it ended with status 1: a long complaint that goes on and on until there is no room"});
  const std::string text = gate_terminal(gate.record, gate.run(), {.width = 80});
  for (const std::string& line : reports::testing::lines_of(text)) {
    const bool is_machines = has(line, " cores)");
    EXPECT_TRUE(is_machines || reports::display_width(line) <= 80) << line;
  }
  EXPECT_TRUE(has(text, name)) << text;
  // Numbers of a name that has no room stand in their columns, below it.
  const auto lines = reports::testing::lines_of(text);
  const auto column = [&](const std::string& number) {
    const auto found = std::ranges::find_if(lines, [&](const std::string& line) { return has(line, number); });
    return found == lines.end() ? std::string::npos : found->find(number) + number.size();
  };
  EXPECT_EQ(column("+300.0 %"), column("+20.0 %")) << text;
}

TEST(a_gate_that_is_not_finished, says_what_it_wants_without_counting_controls) {
  made_up_gate gate = mixed();
  const gate_verdict verdict = gate.run(gate_step::screen);
  EXPECT_TRUE(has(gate_terminal(gate.record, verdict), "Not finished: confirm still wants 15 rounds of 3 cells."));
  EXPECT_EQ(nlohmann::json::parse(gate_json(gate.record, verdict)).at("next").at("cells"), 3);
}

TEST(the_markdown, escapes_names) {
  made_up_gate gate;
  gate.cell("BM_<img src=x>|@someone`[x](y)", slower_by(0));
  const std::string text = gate_markdown(gate.record, gate.run());
  EXPECT_FALSE(has(text, "@someone"));
  EXPECT_FALSE(has(text, "[x](y)"));
  EXPECT_TRUE(has(text, "BM\\_\\<img src=x\\>\\|@\u200bsomeone"));
}

TEST(the_markdown, of_a_thousand_cells_fits_into_a_comment_with_the_worst_ten_on_top) {
  made_up_gate gate;
  for (int i = 0; i < 988; ++i) {
    std::string name = "BM_with_a_name_that_is_long_enough_to_count/and_parameters:" + std::to_string(i);
    gate.cell(name, slower_by(1e-5 * i));
  }
  for (int i = 0; i < 12; ++i) gate.cell("BM_slow_" + std::to_string(i), slower_by(0.10 + 0.01 * i));
  const std::string text = gate_markdown(gate.record, gate.run());
  EXPECT_LE(text.size(), 60'000U);
  EXPECT_GT(text.size(), 50'000U) << "what fits is shown";
  const std::size_t fold = text.find("<details>");
  ASSERT_NE(fold, std::string::npos);
  for (int i = 2; i < 12; ++i) EXPECT_LT(text.find("BM\\_slow\\_" + std::to_string(i) + " "), fold) << i;
  EXPECT_GT(text.find("BM\\_slow\\_1 "), fold);
  EXPECT_TRUE(has(text, "more, none of them worse, are in verdict.json"));
  EXPECT_TRUE(has(text, "</details>"));
}

TEST(the_markdown, stays_short_for_names_without_end) {
  made_up_gate gate;
  for (int i = 0; i < 300; ++i) gate.cell(std::string(5'000, '|') + std::to_string(i), slower_by(0));
  EXPECT_LE(gate_markdown(gate.record, gate.run()).size(), 60'000U);
}

TEST(the_markdown, stays_short_whatever_is_objected_to) {
  made_up_gate moved(100);
  moved.cell(std::string(2'000, '@'), slower_by(0));
  for (std::size_t i = 0; i < 100; ++i) {
    moved.record.cells[i].name = std::to_string(i) + std::string(2'000, '@');
    moved.replace(i, slower_by(0.5));
  }
  moved.record.runners.front().cpu_model = std::string(2'000, '@');
  const gate_verdict verdict = moved.run();
  ASSERT_EQ(verdict.objections.size(), 100U);
  const std::string text = gate_markdown(moved.record, verdict);
  EXPECT_LE(text.size(), 60'000U);
  EXPECT_TRUE(has(text, "And 92 more objections, in verdict.json.")) << text;
}

TEST(the_json, holds_everything) {
  made_up_gate gate = mixed();
  gate.record.only_in_candidate = {"BM_new"};
  const gate_verdict verdict = gate.run();
  const auto json = nlohmann::json::parse(gate_json(gate.record, verdict));
  EXPECT_EQ(json.at("outcome"), "regression");
  EXPECT_EQ(json.at("cells").size(), 7U);
  const auto& slow = json.at("cells").at(4);
  EXPECT_EQ(slow.at("name"), "BM_slow");
  EXPECT_EQ(slow.at("outcome"), "regression");
  EXPECT_EQ(slow.at("slowdown").at("estimate").get<double>(), verdict.cells[4].slowdown->median);
  EXPECT_EQ(slow.at("steps").at("confirm").at("adjusted_p").get<double>(), *verdict.cells[4].steps[1].adjusted_p);
  EXPECT_EQ(json.at("only_in_candidate").at(0), "BM_new");
  EXPECT_TRUE(json.at("next").is_null());
}

}  // namespace
}  // namespace interleave::tracking
