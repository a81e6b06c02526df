// The three steps, the guard, and the verdict on a cell. Pairs differ by what a test says; thresholds are tested from
// both sides.
#include "tracking/gate/gate_rules.hpp"

#include "made_up_gate.hpp"

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using testing::made_up_gate;
using testing::slower_by;
using testing::wobble;

const step_result& step_of(const cell_verdict& cell, gate_step step) {
  return cell.steps[static_cast<std::size_t>(step)];
}

TEST(the_gate, wants_twelve_rounds_of_all_cells_first) {
  made_up_gate gate;
  gate.cell("a", slower_by(0));
  const gate_verdict verdict = judge(gate.record);
  ASSERT_TRUE(verdict.next);
  EXPECT_EQ(verdict.next->step, gate_step::screen);
  EXPECT_EQ(verdict.next->cells, (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3}))
      << "48 pairs of each control";
  EXPECT_EQ(verdict.next->rounds, 12U);
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
}

TEST(the_gate, knows_its_controls_from_48_pairs_a_step_and_two_a_round) {
  const gate_rules rules;
  EXPECT_EQ(control_pairs_in(12, rules), 4U);
  EXPECT_EQ(control_pairs_in(15, rules), 4U);
  EXPECT_EQ(control_pairs_in(16, rules), 3U);
  EXPECT_EQ(control_pairs_in(23, rules), 3U);
  EXPECT_EQ(control_pairs_in(24, rules), 2U);
  EXPECT_EQ(control_pairs_in(60, rules), 2U);
}

TEST(the_gate, measures_controls_twice_a_round_where_a_candidate_has_sixty) {
  made_up_gate gate;
  const std::size_t loud = gate.cell("loud", [](gate_step, std::size_t round) { return 0.15 + 100 * wobble(round); });
  const gate_verdict verdict = gate.run(gate_step::screen);
  ASSERT_TRUE(verdict.next);
  EXPECT_EQ(verdict.next->rounds, 60U);
  EXPECT_EQ(verdict.next->cells, (std::vector<std::size_t>{0, 0, 1, 1, 2, 2, loud}));
}

TEST(the_gate, passes_cells_that_are_alike_after_the_screen) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0));
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::pass);
  EXPECT_EQ(verdict.rounds, 12U);
  EXPECT_EQ(verdict.cells[cell].outcome, gate_outcome::pass);
  ASSERT_TRUE(verdict.cells[cell].slowdown && verdict.cells[cell].slowdown->interval);
  EXPECT_NEAR(verdict.cells[cell].slowdown->median, 0, 1e-3);
  EXPECT_LT(verdict.cells[cell].slowdown->interval->high, 0.01);
}

TEST(the_gate, fails_for_a_cell_that_is_slower_in_all_three_steps) {
  made_up_gate gate;
  gate.cell("same", slower_by(0));
  const std::size_t slow = gate.cell("slow", slower_by(0.08));

  gate_verdict verdict = gate.run(gate_step::screen);
  ASSERT_TRUE(verdict.next);
  EXPECT_EQ(verdict.next->step, gate_step::confirm);
  EXPECT_EQ(verdict.next->cells, (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, slow}))
      << "controls and the candidate";
  EXPECT_EQ(verdict.next->rounds, 15U) << "the spread is small";
  EXPECT_EQ(verdict.cells[slow].reason, "confirm has 0 of 15 pairs");

  verdict = gate.run(gate_step::confirm);
  ASSERT_TRUE(verdict.next);
  EXPECT_EQ(verdict.next->step, gate_step::replicate);
  EXPECT_EQ(verdict.next->rounds, 15U);
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);

  verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::regression);
  EXPECT_EQ(verdict.cells[slow].outcome, gate_outcome::regression);
  EXPECT_NEAR(verdict.cells[slow].slowdown->median, 0.08, 1e-3);
  EXPECT_EQ(verdict.cells[slow].pairs, 30U) << "those that chose the candidate are left out";
  EXPECT_FALSE(verdict.next);
}

TEST(the_gate, never_fails_for_a_faster_cell) {
  made_up_gate gate;
  gate.cell("fast", slower_by(-0.5));
  EXPECT_EQ(gate.run().outcome, gate_outcome::pass);
}

TEST(a_candidate, has_a_median_of_two_percent_at_least) {
  for (const auto& [share, expected] : {std::pair{0.0185, false}, std::pair{0.0215, true}}) {
    made_up_gate gate;
    const std::size_t cell = gate.cell("a", slower_by(share));
    EXPECT_EQ(step_of(gate.run().cells[cell], gate_step::screen).passed_on, expected) << share;
  }
}

// Seven pairs at about +3 % and five at about -10 %: the median is +3 %, but the ranks of the five are the highest.
TEST(a_candidate, is_not_made_by_a_median_that_the_ranks_do_not_support) {
  made_up_gate gate;
  const std::size_t cell =
      gate.cell("a", [](gate_step, std::size_t round) { return (round % 12 < 7 ? 0.03 : -0.10) + wobble(round); });
  const gate_verdict verdict = gate.run(gate_step::screen);
  EXPECT_GT(*step_of(verdict.cells[cell], gate_step::screen).median, 0.02);
  EXPECT_GT(*step_of(verdict.cells[cell], gate_step::screen).p, 0.5);
  EXPECT_FALSE(step_of(verdict.cells[cell], gate_step::screen).passed_on);
}

TEST(a_candidate, passes_that_was_slower_by_chance_in_the_screen) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0.05, 0.001, 0.05));
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::pass);
  EXPECT_NEAR(verdict.cells[cell].slowdown->median, 0.001, 1e-3) << "of the fresh pairs";
  EXPECT_EQ(step_of(verdict.cells[cell], gate_step::replicate).wanted, 0U);
}

TEST(a_candidate, is_confirmed_only_beyond_the_margin) {
  for (const auto& [share, expected] : {std::pair{0.027, false}, std::pair{0.033, true}}) {
    made_up_gate gate;
    const std::size_t cell = gate.cell("a", slower_by(share));
    EXPECT_EQ(step_of(gate.run().cells[cell], gate_step::confirm).passed_on, expected) << share;
  }
}

TEST(a_candidate, is_warned_of_between_two_percent_and_the_margin) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0.026));
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::warn);
  EXPECT_EQ(verdict.cells[cell].outcome, gate_outcome::warn);
}

TEST(a_candidate, is_only_warned_of_where_the_replication_fails) {
  for (const double replicated : {0.0, 0.029}) {
    made_up_gate gate;
    const std::size_t cell = gate.cell("a", slower_by(0.08, 0.08, replicated));
    const gate_verdict verdict = gate.run();
    EXPECT_FALSE(step_of(verdict.cells[cell], gate_step::replicate).passed_on);
    EXPECT_EQ(verdict.outcome, gate_outcome::warn);
  }
}

// Eight pairs at about +5 % and seven at about -30 %: the median is beyond the margin, the ranks aren't.
TEST(a_candidate, is_not_replicated_by_a_median_that_the_ranks_do_not_support) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", [](gate_step step, std::size_t round) {
    return (step != gate_step::replicate || round % 15 < 8 ? 0.05 : -0.30) + wobble(round);
  });
  const step_result replicate = step_of(gate.run().cells[cell], gate_step::replicate);
  EXPECT_EQ(replicate.pairs, 15U);
  EXPECT_GT(*replicate.median, 0.03);
  EXPECT_FALSE(replicate.passed_on);
}

TEST(a_candidate, is_made_and_warned_of_from_the_margin_on_where_that_is_below_two_percent) {
  made_up_gate gate;
  gate.record.rules.margin = 0.01;
  const std::size_t cell = gate.cell("a", slower_by(0.015, 0.015, 0));
  EXPECT_EQ(gate.run().cells[cell].outcome, gate_outcome::warn);
}

TEST(a_candidate, is_no_mere_warning_where_ten_percent_cannot_be_excluded) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0.2, 0.2, 0.029));
  const gate_verdict verdict = gate.run();
  EXPECT_LE(*step_of(verdict.cells[cell], gate_step::confirm).warn_adjusted_p, 0.10);
  EXPECT_EQ(verdict.cells[cell].outcome, gate_outcome::inconclusive);
}

// Of 15 pairs, those of ranks 15 and 1 lie below the margin. 168 of the 2^15 choices of signs have a sum of negative
// ranks of 16 at most (partitions into distinct parts of at most 15, counted by hand): p = 0.00516, which is rejected
// at .01 alone, and not after Holm's doubling.
TEST(a_candidate, has_a_harder_time_beside_another) {
  const auto narrow = [](gate_step step, std::size_t round) {
    if (step != gate_step::confirm) return std::log1p(0.05) + wobble(round);
    const auto rank = static_cast<double>(round % 15 + 1);
    return std::log1p(0.03) + (rank == 15 || rank == 1 ? -1 : 1) * 1e-3 * rank;
  };
  made_up_gate alone;
  const std::size_t cell = alone.cell("narrow", narrow);
  const gate_verdict verdict = alone.run(gate_step::confirm);
  EXPECT_NEAR(*step_of(verdict.cells[cell], gate_step::confirm).p, 168.0 / 32768, 1e-12);
  EXPECT_TRUE(step_of(verdict.cells[cell], gate_step::confirm).passed_on);

  made_up_gate beside;
  beside.cell("narrow", narrow);
  beside.cell("chance", slower_by(0.05, -0.05, 0));
  const gate_verdict both = beside.run(gate_step::confirm);
  EXPECT_NEAR(*step_of(both.cells[cell], gate_step::confirm).adjusted_p, 2 * 168.0 / 32768, 1e-12);
  EXPECT_FALSE(step_of(both.cells[cell], gate_step::confirm).passed_on);
}

TEST(a_candidate, gets_pairs_by_its_spread) {
  const gate_rules rules;
  EXPECT_EQ(confirm_pairs(0, rules), 15U);
  EXPECT_EQ(confirm_pairs(0.02, rules), 15U);
  EXPECT_EQ(confirm_pairs(0.03, rules), 34U) << "ceil(33.75)";
  EXPECT_EQ(confirm_pairs(0.04, rules), 60U);
  EXPECT_EQ(confirm_pairs(1, rules), 60U);
}

TEST(a_candidate, gets_no_fewer_pairs_than_the_controls_call_for) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0.08));
  // -5 %, 0 and +5 % in turn: a standard deviation of 4 % at least.
  for (std::size_t control = 0; control < 3; ++control)
    gate.replace(control, [](gate_step, std::size_t round) { return 0.05 * (static_cast<double>(round % 3) - 1); });
  const gate_verdict verdict = gate.run(gate_step::screen);
  EXPECT_EQ(step_of(verdict.cells[cell], gate_step::confirm).wanted, 60U);
}

TEST(a_cell, is_inconclusive_where_ten_percent_cannot_be_excluded) {
  made_up_gate gate;
  gate.cell("quiet", slower_by(0));
  // From -1 to +1, evenly.
  const std::size_t loud = gate.cell("loud", [](gate_step, std::size_t round) {
    return static_cast<double>(round * 7 % 12) / 5.5 - 1 + wobble(round);
  });
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(step_of(verdict.cells[loud], gate_step::confirm).pairs, 60U) << "more pairs didn't help";
  EXPECT_EQ(verdict.outcome, gate_outcome::inconclusive);
  EXPECT_EQ(verdict.cells[loud].outcome, gate_outcome::inconclusive);
  ASSERT_TRUE(verdict.cells[loud].smallest_visible);
  EXPECT_GT(*verdict.cells[loud].smallest_visible, 0.10);
  EXPECT_LT(*verdict.cells[loud - 1].smallest_visible, 0.035);
}

TEST(a_cell, that_the_screen_cannot_pass_is_measured_along_and_no_candidate) {
  made_up_gate gate;
  const std::size_t unlucky = gate.cell("unlucky", [](gate_step step, std::size_t round) {
    return (step == gate_step::screen ? (round % 2 == 0 ? 0.2 : -0.21) : 0) + wobble(round);
  });
  const gate_verdict verdict = gate.run();
  EXPECT_EQ(verdict.outcome, gate_outcome::pass);
  EXPECT_FALSE(step_of(verdict.cells[unlucky], gate_step::screen).passed_on);
  EXPECT_EQ(verdict.cells[unlucky].pairs, 60U);
  EXPECT_FALSE(step_of(verdict.cells[unlucky], gate_step::confirm).p);
}

TEST(a_cell, whose_screen_gives_no_interval_is_measured_along) {
  made_up_gate gate;
  gate.record.rules.confidence = 0.9999;  // for which twelve pairs are too few
  const std::size_t cell = gate.cell("a", slower_by(0));
  EXPECT_EQ(step_of(gate.run(gate_step::screen).cells[cell], gate_step::confirm).wanted, 30U);
  EXPECT_EQ(gate.run().outcome, gate_outcome::pass);
}

TEST(a_step, without_pairs_has_no_p) {
  made_up_gate gate;
  const std::size_t cell = gate.cell("a", slower_by(0.08));
  const step_result confirm = step_of(gate.run(gate_step::screen).cells[cell], gate_step::confirm);
  EXPECT_EQ(confirm.wanted, 15U);
  EXPECT_FALSE(confirm.p || confirm.adjusted_p || confirm.warn_adjusted_p || confirm.median);
}

// python3: from math import *; from scipy.stats import norm; z = norm.ppf; s = .03
// expm1(max((z(.9)+z(.8))*s*sqrt(pi/3/12), log(1.02) + z(.8)*s*sqrt(pi/2/12),
// log(1.03) + (z(.99)+z(.8))*s*sqrt(pi/3/34), (z(.95)+z(.8))*s*sqrt(pi/3/15), log(1.03) + z(.8)*s*sqrt(pi/2/15)))
TEST(the_smallest_visible_slowdown, is_what_the_hardest_step_finds_four_times_of_five) {
  EXPECT_NEAR(smallest_visible_slowdown(0.03, 34, {}), 0.047323720150220586, 1e-9);
  EXPECT_NEAR(smallest_visible_slowdown(0, 15, {}), 0.03, 1e-12) << "the margin";
}

TEST(a_spread, is_the_scaled_median_absolute_deviation) {
  EXPECT_DOUBLE_EQ(spread_of({1, 2, 3, 4, 100}), 1.4826);
  EXPECT_DOUBLE_EQ(spread_of({5}), 0);
}

TEST(the_metric, is_cpu_time_where_one_thread_only_computes) {
  for (const auto& [name, share, expected] :
       {std::tuple{"BM_sort/8", 1.0, gate_metric::cpu_time}, std::tuple{"BM_sort/8", 0.8, gate_metric::real_time},
        std::tuple{"BM_sort/8/threads:4", 1.0, gate_metric::real_time},
        std::tuple{"BM_sort/8/real_time", 1.0, gate_metric::real_time},
        std::tuple{"BM_sort/8/manual_time", 1.0, gate_metric::real_time}}) {
    made_up_gate gate;
    gate.cpu_share = share;
    const std::size_t cell = gate.cell(name, slower_by(0));
    EXPECT_EQ(gate.run().cells[cell].metric, expected) << name << ' ' << share;
    EXPECT_EQ(gate.run().cells[0].metric, gate_metric::real_time) << "controls";
  }
}

TEST(the_metric, is_cpu_time_only_where_both_arms_do_nothing_but_compute) {
  for (process_times gate_pair::* arm : {&gate_pair::base, &gate_pair::candidate}) {
    made_up_gate gate;
    gate.cpu_share = 1;
    const std::size_t cell = gate.cell("BM_a", slower_by(0));
    gate.run(gate_step::screen);
    for (gate_pair& pair : gate.record.pairs) (pair.*arm).cpu_ns *= 0.5;
    EXPECT_EQ(judge(gate.record).cells[cell].metric, gate_metric::real_time);
  }
}

TEST(the_metric, decides_what_is_compared) {
  // The candidate takes 4 % more wall time, in which its thread does not run.
  const auto run = [](const std::string& name) {
    made_up_gate gate;
    gate.cpu_share = 1;
    gate.cell(name, slower_by(0));
    for (int i = 0; i < 12; ++i) gate.round(gate_step::screen, gate.all_cells());
    for (gate_pair& pair : gate.record.pairs)
      if (pair.cell == 3) pair.candidate.real_ns *= 1.04;
    return judge(gate.record);
  };
  EXPECT_EQ(run("BM_a").outcome, gate_outcome::pass);
  EXPECT_TRUE(run("BM_a/real_time").next) << "a candidate";
}

}  // namespace
}  // namespace interleave::tracking
