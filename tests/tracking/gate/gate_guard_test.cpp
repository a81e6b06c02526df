// When a run cannot be trusted, and what is reported of cells that don't run.
#include "made_up_gate.hpp"
#include "tracking/gate/gate_rules.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using testing::made_up_gate;
using testing::slower_by;

void screen_rounds(made_up_gate& gate, int count, double foreign_share) {
  for (int i = 0; i < count; ++i) gate.round(gate_step::screen, gate.all_cells(), foreign_share);
}

TEST(a_round, is_dropped_for_more_than_five_percent_of_others_and_stolen_time) {
  const gate_rules rules;
  EXPECT_TRUE(is_kept({.foreign_share = 0.05}, rules));
  EXPECT_FALSE(is_kept({.foreign_share = 0.051}, rules));
  EXPECT_FALSE(is_kept({.foreign_share = 0.03, .steal_share = 0.03}, rules));
}

TEST(a_dropped_round, is_replaced_and_changes_nothing) {
  made_up_gate quiet;
  quiet.cell("a", slower_by(0));
  made_up_gate disturbed;
  const std::size_t cell = disturbed.cell("a", slower_by(1.0));
  screen_rounds(disturbed, 3, 0.5);
  disturbed.replace(cell, [](gate_step, std::size_t round) { return testing::wobble(round - 3); });
  const gate_verdict verdict = disturbed.run();
  EXPECT_EQ(verdict.rounds, 15U);
  EXPECT_EQ(verdict.rounds_dropped, 3U);
  EXPECT_EQ(verdict.outcome, gate_outcome::pass);
  EXPECT_EQ(verdict.cells[cell].slowdown->median, quiet.run().cells[cell].slowdown->median);
}

TEST(the_guard, gives_up_once_a_fifth_of_the_rounds_would_be_dropped) {
  made_up_gate gate;
  const std::size_t slow = gate.cell("slow", slower_by(0.5));
  screen_rounds(gate, 8, 0);
  screen_rounds(gate, 3, 0.2);
  EXPECT_TRUE(judge(gate.record).next) << "12 of 15 would be kept";
  screen_rounds(gate, 1, 0.2);
  const gate_verdict verdict = judge(gate.record);
  EXPECT_FALSE(verdict.next);
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  ASSERT_EQ(verdict.objections.size(), 1U);
  EXPECT_NE(verdict.objections.front().find("4 of 12 rounds in screen on here"), std::string::npos)
      << verdict.objections.front();
  EXPECT_EQ(verdict.cells[slow].outcome, gate_outcome::inconclusive);
}

TEST(the_guard, says_once_that_all_rounds_were_dropped) {
  made_up_gate gate;
  gate.cell("a", slower_by(0));
  screen_rounds(gate, 4, 0.5);
  EXPECT_EQ(judge(gate.record).objections.size(), 1U);
}

TEST(the_guard, turns_a_regression_into_an_inconclusive_run_where_the_last_step_was_disturbed) {
  made_up_gate gate;
  const std::size_t slow = gate.cell("slow", slower_by(0.5));
  gate.run(gate_step::confirm);
  for (int i = 0; i < 12; ++i) gate.round(gate_step::replicate, {0, 1, 2, slow});
  for (int i = 0; i < 4; ++i) gate.round(gate_step::replicate, {0, 1, 2, slow}, 0.9);
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_FALSE(verdict.next);
}

TEST(the_guard, looks_at_each_runner_by_itself) {
  made_up_gate gate;
  gate.record.runners.push_back({.id = "there", .host = "lab2", .cpu_model = "CPU", .kernel = "6"});
  gate.cell("a", slower_by(0));
  screen_rounds(gate, 10, 0);
  gate.round(gate_step::screen, gate.all_cells(), 0.5, 1);
  gate.round(gate_step::screen, gate.all_cells(), 0, 1);
  gate.round(gate_step::screen, gate.all_cells(), 0, 1);
  const gate_verdict verdict = judge(gate.record);
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive) << "12 of 13 are kept, but there only 2 of 3";
  ASSERT_FALSE(verdict.objections.empty());
  EXPECT_NE(verdict.objections.front().find("on there"), std::string::npos);
}

TEST(the_guard, objects_to_a_control_cell_that_moved_by_more_than_three_percent) {
  for (const double moved : {0.04, -0.04}) {
    made_up_gate gate;
    gate.cell("slow", slower_by(0.5));
    gate.replace(1, slower_by(moved));
    const gate_verdict verdict = gate.run();
    EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive) << moved;
    EXPECT_EQ(verdict.rounds, 12U) << "nothing more is measured";
    ASSERT_EQ(verdict.objections.size(), 1U);
    EXPECT_NE(verdict.objections.front().find("control/1"), std::string::npos);
  }
  made_up_gate still;
  still.cell("slow", slower_by(0.5));
  still.replace(1, slower_by(0.027));
  EXPECT_EQ(still.run().outcome, gate_outcome::regression);
}

TEST(the_guard, looks_at_control_cells_in_every_step) {
  made_up_gate gate;
  gate.cell("slow", slower_by(0.5));
  gate.replace(2, slower_by(0, 0, 0.05));
  EXPECT_EQ(gate.run().outcome, gate_outcome::inconclusive);
}

TEST(the_guard, replicates_nothing_after_a_control_cell_has_moved_in_the_confirmation) {
  made_up_gate gate;
  gate.cell("slow", slower_by(0.5));
  gate.replace(2, slower_by(0, 0.05, 0));
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.rounds, 12U + 15);
}

TEST(the_guard, wants_three_control_cells) {
  made_up_gate gate(2);
  gate.cell("slow", slower_by(0.5));
  EXPECT_TRUE(judge(gate.record).objections.empty()) << "they may still come";
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.objections.size(), 1U);
}

TEST(the_guard, wants_three_control_cells_in_every_step) {
  made_up_gate gate;
  const std::size_t slow = gate.cell("slow", slower_by(0.5));
  gate.run(gate_step::screen);
  for (int i = 0; i < 15; ++i) gate.round(gate_step::confirm, {0, 1, slow});
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.rounds, 12U + 15) << "nothing is replicated";
  ASSERT_EQ(verdict.objections.size(), 1U);
  EXPECT_EQ(verdict.objections.front(), "Only 2 of at least 3 control cells could be measured in confirm on here.");
}

TEST(the_guard, wants_three_control_cells_on_every_runner) {
  made_up_gate gate;
  gate.record.runners.push_back({.id = "there", .host = "lab2", .cpu_model = "CPU", .kernel = "6"});
  const std::size_t slow = gate.cell("slow", slower_by(0.5));
  gate.run(gate_step::screen);
  for (int i = 0; i < 6; ++i) gate.round(gate_step::confirm, {0, 0, 1, 1, 2, 2, slow});
  for (int i = 0; i < 9; ++i) gate.round(gate_step::confirm, {slow}, 0, 1);
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  ASSERT_EQ(verdict.objections.size(), 1U);
  EXPECT_NE(verdict.objections.front().find("Only 0 of at least 3"), std::string::npos) << verdict.objections.front();
  EXPECT_NE(verdict.objections.front().find("in confirm on there"), std::string::npos) << verdict.objections.front();
}

TEST(the_guard, does_not_drop_rounds_whose_foreign_load_nobody_knows) {
  made_up_gate gate;
  gate.cell("a", slower_by(0));
  for (int i = 0; i < 12; ++i) gate.round(gate_step::screen, gate.all_cells());
  for (gate_round& round : gate.record.rounds) round.foreign_share.reset();
  EXPECT_EQ(judge(gate.record).outcome, gate_outcome::pass);
}

class a_cell_that_fails : public ::testing::Test {
 protected:
  a_cell_that_fails() {
    gate.cell("a", slower_by(0));
    broken = gate.cell("broken", slower_by(0.5));
  }
  void fails(gate_arm arm, int times) {
    for (int i = 0; i < times; ++i) gate.record.failures.push_back({broken, arm, "killed by SIGSEGV"});
  }

  made_up_gate gate;
  std::size_t broken = 0;
};

TEST_F(a_cell_that_fails, in_the_candidate_only_is_an_error) {
  fails(gate_arm::candidate, 2);
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::error);
  EXPECT_EQ(verdict.cells[broken].outcome, gate_outcome::error);
  EXPECT_EQ(verdict.cells[broken].reason, "fails in the candidate only: killed by SIGSEGV");
}

TEST_F(a_cell_that_fails, in_the_base_only_is_an_error) {
  fails(gate_arm::base, 2);
  EXPECT_EQ(gate.run().cells[broken].reason, "fails in the base only: killed by SIGSEGV");
}

TEST_F(a_cell_that_fails, in_both_arms_says_nothing_about_the_candidate) {
  fails(gate_arm::base, 2);
  fails(gate_arm::candidate, 2);
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.cells[broken].outcome, gate_outcome::not_measured);
  EXPECT_EQ(verdict.outcome, gate_outcome::pass);
}

TEST_F(a_cell_that_fails, once_is_measured_on) {
  fails(gate_arm::candidate, 1);
  EXPECT_EQ(gate.run().outcome, gate_outcome::regression);
}

TEST_F(a_cell_that_fails, by_what_load_may_explain_is_measured_on_after_rounds_that_are_dropped) {
  gate.round(gate_step::screen, {0, 1, 2}, 0.9);
  for (int i = 0; i < 2; ++i)
    gate.record.failures.push_back({broken, gate_arm::candidate, "killed by SIGKILL", 0, true});
  EXPECT_EQ(gate.run().outcome, gate_outcome::regression);
  gate.record.rounds.front().foreign_share = 0;
  EXPECT_EQ(judge(gate.record).outcome, gate_outcome::error);
}

TEST_F(a_cell_that_fails, by_a_crash_is_an_error_however_busy_the_machine_is) {
  for (const gate_arm arm : {gate_arm::candidate, gate_arm::base}) {
    gate.record.failures.clear();
    for (std::size_t i = 0; i < 4; ++i) {
      gate.round(gate_step::screen, {0, 1, 2}, 0.9);
      gate.record.failures.push_back({broken, arm, "killed by SIGSEGV", i});
    }
    const gate_verdict verdict = judge(gate.record);
    EXPECT_FALSE(verdict.objections.empty()) << "no round counts";
    EXPECT_EQ(verdict.outcome, gate_outcome::error);
    EXPECT_EQ(verdict.cells[broken].reason, "fails in the " + std::string(name_of(arm)) + " only: killed by SIGSEGV");
  }
}

TEST_F(a_cell_that_fails, by_a_crash_is_an_error_where_a_control_cell_has_moved) {
  gate.replace(1, slower_by(0.2));
  fails(gate_arm::candidate, 2);
  const gate_verdict verdict = gate.run();
  EXPECT_FALSE(verdict.objections.empty());
  EXPECT_EQ(verdict.outcome, gate_outcome::error);
}

TEST_F(a_cell_that_fails, in_the_other_arm_of_a_dropped_round_fails_not_in_one_only) {
  gate.round(gate_step::screen, {0, 1, 2}, 0.9);
  gate.record.failures.push_back({broken, gate_arm::base, "killed by SIGKILL", 0, true});
  fails(gate_arm::candidate, 2);
  EXPECT_EQ(gate.run().cells[broken].reason, "failed 2 times in the candidate and once in the base: killed by SIGSEGV");
}

TEST_F(a_cell_that_fails, in_a_run_that_is_not_trusted_says_so_still) {
  for (std::size_t i = 0; i < 4; ++i) {
    gate.round(gate_step::screen, {0, 1, 2}, 0.9);
    gate.record.failures.push_back({broken, gate_arm::candidate, "no result within 60 s", i, true});
  }
  EXPECT_EQ(judge(gate.record).cells[broken].reason,
            "the run can't be trusted; failed in the candidate: no result within 60 s");
}

TEST_F(a_cell_that_fails, now_and_then_in_both_arms_is_inconclusive) {
  fails(gate_arm::candidate, 2);
  fails(gate_arm::base, 1);
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.cells[broken].reason, "failed 2 times in the candidate and once in the base: killed by SIGSEGV");
}

TEST_F(a_cell_that_fails, says_so_while_it_lacks_pairs) {
  screen_rounds(gate, 11, 0);
  fails(gate_arm::candidate, 1);
  EXPECT_EQ(judge(gate.record).cells[broken].reason,
            "screen has 11 of 12 pairs; failed in the candidate: killed by SIGSEGV");
}

TEST_F(a_cell_that_fails, gets_no_more_pairs) {
  fails(gate_arm::candidate, 2);
  const gate_verdict verdict = judge(gate.record);
  ASSERT_TRUE(verdict.next);
  EXPECT_EQ(std::ranges::count(verdict.next->cells, broken), 0);
}

TEST_F(a_cell_that_fails, beside_a_regression_does_not_hide_it) {
  gate.cell("slow", slower_by(0.5));
  fails(gate_arm::candidate, 2);
  EXPECT_EQ(gate.run().outcome, gate_outcome::regression);
}

TEST_F(a_cell_that_fails, once_it_is_a_candidate_keeps_no_other_from_its_verdict) {
  gate.cell("slow", slower_by(0.5));
  EXPECT_EQ(gate.run(gate_step::screen).next->cells.size(), 2U + 4 * 3) << "both are candidates";
  fails(gate_arm::candidate, 2);
  EXPECT_EQ(gate.run().outcome, gate_outcome::regression);
}

TEST_F(a_cell_that_fails, as_all_the_others_do_leaves_nothing_to_judge) {
  gate.record.failures = {
      {3, gate_arm::base, "x"}, {3, gate_arm::base, "x"}, {3, gate_arm::candidate, "x"}, {3, gate_arm::candidate, "x"}};
  fails(gate_arm::base, 2);
  fails(gate_arm::candidate, 2);
  EXPECT_EQ(judge(gate.record).outcome, gate_outcome::error);
  EXPECT_TRUE(judge(gate.record).objections.empty()) << "controls are only measured beside others";
}

TEST(an_unfinished_gate, passes_no_cell_that_lacks_pairs) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0));
  screen_rounds(gate, 11, 0);
  const gate_verdict verdict = judge(gate.record);
  EXPECT_EQ(verdict.cells[cell].outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.cells[cell].reason, "screen has 11 of 12 pairs");
}

TEST(an_unfinished_gate, passes_no_candidate_before_the_screen_is_complete) {
  made_up_gate gate;
  gate.cell("late", slower_by(0));
  const std::size_t candidate = gate.cell("candidate", slower_by(0.05));
  for (int i = 0; i < 12; ++i) gate.round(gate_step::screen, {0, 1, 2, candidate});
  EXPECT_EQ(judge(gate.record).cells[candidate].reason, "a candidate that was not confirmed yet");
}

TEST(an_unfinished_gate, passes_no_candidate_while_others_lack_pairs) {
  made_up_gate gate;
  const std::size_t one = gate.cell("one", slower_by(0.05, 0, 0));
  const std::size_t two = gate.cell("two", slower_by(0.05, 0, 0));
  gate.run(gate_step::screen);
  for (int i = 0; i < 15; ++i) gate.round(gate_step::confirm, {0, 1, 2, one});
  const gate_verdict verdict = judge(gate.record);
  EXPECT_EQ(verdict.cells[one].outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.cells[two].reason, "confirm has 0 of 15 pairs");
}

}  // namespace
}  // namespace interleave::tracking
