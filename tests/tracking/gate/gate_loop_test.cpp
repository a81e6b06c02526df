// The loop with a scripted measurer and a clock that moves when told to.
#include "tracking/gate/gate_loop.hpp"

#include "tests/benchmarks/driver/doubles.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::gate {
namespace {

using testing::HasSubstr;
using tracking::gate_arm;
using tracking::gate_step;
using tracking::process_result;

struct run_of_arm {
  std::string cell;
  gate_arm arm;
};

class scripted_measurer final : public measurer {
 public:
  explicit scripted_measurer(driver::test::fake_clock& time) : clock_(time) {}

  process_result run(const tracking::gate_cell& cell, gate_arm arm) override {
    runs.push_back({cell.name, arm});
    clock_.advance(process_time);
    if (runs.size() == interrupt_at_run) signal_ = 15;
    return answer(cell, arm, runs.size());
  }
  void begin_pair() override { ++pairs_begun; }
  void begin_round() override { ++rounds_begun; }
  machine_use end_round() override { return use; }
  std::optional<int> interrupted() override { return signal_; }

  std::function<process_result(const tracking::gate_cell&, gate_arm, std::size_t)> answer =
      [](const tracking::gate_cell&, gate_arm, std::size_t run) {
        return process_result{{100 + 0.1 * std::sin(static_cast<double>(run)), 50}, ""};
      };
  std::chrono::nanoseconds process_time = std::chrono::milliseconds(100);
  machine_use use;
  std::size_t interrupt_at_run = 0;
  std::vector<run_of_arm> runs;
  std::size_t rounds_begun = 0;
  std::size_t pairs_begun = 0;

 private:
  driver::test::fake_clock& clock_;
  std::optional<int> signal_;
};

class the_loop : public ::testing::Test {
 protected:
  the_loop() {
    head_.log_id = "log";
    head_.runner = {
        .id = "here", .started = "now", .host = "lab", .cpu_model = "CPU", .kernel = "6", .cores = 2, .seed = 7};
    head_.min_time_s = 0.1;
    head_.base = head_.candidate = head_.control = {"/x", "d", false};
    for (const char* name : {"a", "b", "c"}) head_.cells.push_back({name});
    for (const char* name : {"x", "y", "z"}) head_.cells.push_back({name, tracking::gate_source::built_in});
  }

  loop_end run(std::chrono::nanoseconds budget = std::chrono::hours(1), gate_step last = gate_step::replicate) {
    const std::string before = log_.empty() ? tracking::head_line(head_) : log_;
    log_ = before;
    const tracking::gate_log so_far = tracking::read_gate_log_text(log_, "gate.jsonl");
    gate_loop loop(so_far.record, so_far.next_round, measurer_, progress_, clock_,
                   [&](std::string_view line) { log_ += line; });
    return loop.run({budget, last});
  }
  tracking::gate_record record() const { return tracking::read_gate_log_text(log_, "gate.jsonl").record; }
  tracking::gate_verdict verdict() const { return tracking::judge(record()); }

  // The candidate's code for `name` takes so much longer.
  void slow_down(const std::string& name, double factor) {
    measurer_.answer = [name, factor](const tracking::gate_cell& cell, gate_arm arm, std::size_t run) {
      const bool slow = cell.name == name && arm == gate_arm::candidate;
      return process_result{{(slow ? factor : 1) * (100 + 0.1 * std::sin(static_cast<double>(run))), 50}, ""};
    };
  }

  driver::test::fake_clock clock_;
  std::ostringstream shown_;
  driver::progress progress_{shown_, {}};
  scripted_measurer measurer_{clock_};
  tracking::gate_head head_;
  std::string log_;
};

TEST_F(the_loop, measures_twelve_rounds_where_nothing_differs) {
  const loop_end end = run();
  EXPECT_EQ(end.reason, loop_stop::nothing_left);
  EXPECT_EQ(measurer_.rounds_begun, 12U);
  EXPECT_EQ(measurer_.runs.size(), 12U * 2 * (3 + 4 * 3)) << "controls have 48 pairs";
  EXPECT_EQ(measurer_.pairs_begun, measurer_.runs.size() / 2);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::pass);
}

TEST_F(the_loop, runs_both_arms_of_a_pair_one_after_the_other_and_alternates_them) {
  run();
  std::map<std::string, std::vector<gate_arm>> first;
  for (std::size_t i = 0; i < measurer_.runs.size(); i += 2) {
    ASSERT_EQ(measurer_.runs[i].cell, measurer_.runs[i + 1].cell);
    ASSERT_NE(measurer_.runs[i].arm, measurer_.runs[i + 1].arm);
    first[measurer_.runs[i].cell].push_back(measurer_.runs[i].arm);
  }
  for (const auto& [cell, arms] : first)
    for (std::size_t i = 1; i < arms.size(); ++i) EXPECT_NE(arms[i], arms[i - 1]) << cell;
  EXPECT_NE(first["a"].front(), first["b"].front());
}

TEST_F(the_loop, shuffles_every_round_by_the_seed) {
  std::set<std::vector<std::size_t>> orders;
  for (std::size_t round = 0; round < 12; ++round) orders.insert(order_of_round(7, gate_step::screen, round, 9));
  EXPECT_EQ(orders.size(), 12U);
  EXPECT_EQ(order_of_round(7, gate_step::screen, 3, 9), order_of_round(7, gate_step::screen, 3, 9));
  EXPECT_NE(order_of_round(7, gate_step::screen, 3, 9), order_of_round(8, gate_step::screen, 3, 9));
  EXPECT_NE(order_of_round(7, gate_step::screen, 3, 9), order_of_round(7, gate_step::confirm, 3, 9));
}

TEST_F(the_loop, goes_through_all_steps_for_a_slower_cell) {
  slow_down("b", 1.1);
  EXPECT_EQ(run().reason, loop_stop::nothing_left);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::regression);
  EXPECT_EQ(measurer_.rounds_begun, 12U + 15 + 15);
  EXPECT_EQ(std::ranges::count(measurer_.runs, "a", &run_of_arm::cell), 24) << "no candidate";
  EXPECT_THAT(shown_.str(), AllOf(HasSubstr("screen, round 1 of 12"), HasSubstr("replicate, round 1 of 15")));
}

TEST_F(the_loop, leaves_later_steps_to_others) {
  slow_down("b", 1.1);
  EXPECT_EQ(run(std::chrono::hours(1), gate_step::screen).reason, loop_stop::last_step_done);
  EXPECT_EQ(measurer_.rounds_begun, 12U);
}

TEST_F(the_loop, stops_where_a_step_cannot_fit_into_the_budget) {
  // A round takes 3 s, the screen 36 s.
  const loop_end end = run(std::chrono::seconds(10));
  EXPECT_EQ(end.reason, loop_stop::budget);
  EXPECT_EQ(measurer_.rounds_begun, 1U) << "the first round tells";
  EXPECT_NEAR(end.needed_s, 11 * 3.0, 1e-6);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::inconclusive);
}

TEST_F(the_loop, counts_what_a_step_takes_by_the_cells_that_it_wants) {
  // A pair of "a" takes 200 s more than any other, and isn't wanted beyond the screen, which takes 2,436 s. What is
  // left of the budget is enough for the confirmation of "b" and the controls (15 rounds of 2.6 s), and for its
  // replication.
  slow_down("b", 1.1);
  measurer_.answer = [this, usual = measurer_.answer](const tracking::gate_cell& cell, gate_arm arm, std::size_t run) {
    if (cell.name == "a") clock_.advance(std::chrono::seconds(100));
    return usual(cell, arm, run);
  };
  EXPECT_EQ(run(std::chrono::seconds(2'300)).reason, loop_stop::nothing_left);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::regression);
}

TEST_F(the_loop, lets_a_step_end_that_overruns_the_budget_by_little) {
  EXPECT_EQ(run(std::chrono::seconds(33)).reason, loop_stop::nothing_left);
}

TEST_F(the_loop, is_gone_on_with_after_a_signal_as_if_nothing_had_been) {
  slow_down("b", 1.1);
  measurer_.interrupt_at_run = 5 * 30 + 3;
  const loop_end end = run();
  EXPECT_EQ(end.reason, loop_stop::signal);
  EXPECT_EQ(end.signal, 15);
  EXPECT_EQ(record().rounds.size(), 5U);

  scripted_measurer again(clock_);
  again.answer = measurer_.answer;
  const tracking::gate_log so_far = tracking::read_gate_log_text(log_, "gate.jsonl");
  EXPECT_EQ(so_far.next_round, 6U);
  gate_loop loop(so_far.record, so_far.next_round, again, progress_, clock_,
                 [&](std::string_view line) { log_ += line; });
  EXPECT_EQ(loop.run({std::chrono::hours(1)}).reason, loop_stop::nothing_left);
  EXPECT_EQ(again.rounds_begun, 7U + 15 + 15);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::regression);
}

TEST_F(the_loop, drops_rounds_with_foreign_load_and_gives_up_after_four) {
  measurer_.use = {.foreign_share = 0.04, .steal_share = 0.02};
  slow_down("b", 2);
  EXPECT_EQ(run().reason, loop_stop::nothing_left);
  EXPECT_EQ(measurer_.rounds_begun, 4U);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::inconclusive);
  EXPECT_EQ(record().rounds.front().steal_share, 0.02);
}

TEST_F(the_loop, gives_a_cell_up_that_fails_twice_and_tells_why) {
  measurer_.answer = [](const tracking::gate_cell& cell, gate_arm arm, std::size_t) {
    const bool fails = cell.name == "c" && arm == gate_arm::candidate;
    return fails ? process_result{{}, "killed by SIGABRT"} : process_result{{100, 50}, ""};
  };
  EXPECT_EQ(run().reason, loop_stop::nothing_left);
  EXPECT_EQ(std::ranges::count(measurer_.runs, "c", &run_of_arm::cell), 4);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::error);
  EXPECT_THAT(shown_.str(), HasSubstr("failed: c in the candidate: killed by SIGABRT"));
}

TEST_F(the_loop, has_budget_left_for_the_second_failure_of_a_cell_that_hangs) {
  measurer_.answer = [this](const tracking::gate_cell& cell, gate_arm arm, std::size_t) {
    if (cell.name != "c" || arm == gate_arm::base) return process_result{{100, 50}, ""};
    clock_.advance(std::chrono::minutes(5));
    return process_result{{}, "no result within 300 s"};
  };
  EXPECT_EQ(run(std::chrono::minutes(30)).reason, loop_stop::nothing_left);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::error);
}

TEST_F(the_loop, tries_a_control_cell_that_fails_no_more_than_twice) {
  measurer_.answer = [](const tracking::gate_cell& cell, gate_arm, std::size_t) {
    return cell.name == "x" ? process_result{{}, "no result within 60 s"} : process_result{{100, 50}, ""};
  };
  run();
  EXPECT_EQ(std::ranges::count(measurer_.runs, "x", &run_of_arm::cell), 4) << "two pairs of the four in a round";
}

TEST_F(the_loop, forgives_what_load_may_explain_in_rounds_that_are_dropped) {
  std::size_t failures = 0;
  measurer_.answer = [&](const tracking::gate_cell& cell, gate_arm arm, std::size_t) {
    const bool fails = cell.name == "c" && arm == gate_arm::candidate && failures < 2;
    measurer_.use.foreign_share = failures < 2 ? 0.9 : 0;
    if (!fails) return process_result{{100, 50}, ""};
    ++failures;
    return process_result{{}, "killed by SIGKILL", true};
  };
  run();
  EXPECT_EQ(failures, 2U);
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::pass);
}

TEST_F(the_loop, forgives_no_crash_for_the_load_beside_it) {
  measurer_.use.foreign_share = 0.9;
  measurer_.answer = [](const tracking::gate_cell& cell, gate_arm arm, std::size_t) {
    const bool fails = cell.name == "c" && arm == gate_arm::candidate;
    return fails ? process_result{{}, "killed by SIGSEGV"} : process_result{{100, 50}, ""};
  };
  run();
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::error);
  EXPECT_EQ(std::ranges::count(measurer_.runs, "c", &run_of_arm::cell), 4) << "it is given up";
}

TEST_F(the_loop, shows_nothing_of_an_executable_that_a_terminal_would_obey) {
  head_.cells[0].name = "a\x1b[2J";
  measurer_.answer = [](const tracking::gate_cell& cell, gate_arm, std::size_t) {
    return cell.name[0] == 'a' ? process_result{{}, "\x1b[31mred"} : process_result{{100, 50}, ""};
  };
  run();
  EXPECT_THAT(shown_.str(), AllOf(HasSubstr("failed: a\\x1b[2J in the base: \\x1b[31mred"), Not(HasSubstr("\x1b["))));
}

TEST_F(the_loop, takes_a_pair_again_that_failed_once) {
  bool has_failed = false;
  measurer_.answer = [&](const tracking::gate_cell& cell, gate_arm, std::size_t) {
    if (cell.name != "a" || has_failed) return process_result{{100, 50}, ""};
    has_failed = true;
    return process_result{{}, "it ended with status 1"};
  };
  run();
  EXPECT_EQ(verdict().outcome, tracking::gate_outcome::pass);
  EXPECT_EQ(measurer_.rounds_begun, 13U);
  EXPECT_EQ(std::ranges::count(measurer_.runs, "b", &run_of_arm::cell), 24) << "only what is missing";
}

TEST_F(the_loop, writes_every_line_before_the_next_process_begins) {
  std::vector<std::size_t> lines_seen;
  measurer_.answer = [&](const tracking::gate_cell&, gate_arm, std::size_t) {
    lines_seen.push_back(static_cast<std::size_t>(std::ranges::count(log_, '\n')));
    return process_result{{100, 50}, ""};
  };
  run(std::chrono::seconds(1));
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(lines_seen[i], 1 + i / 2) << "the head and a line a pair";
}

}  // namespace
}  // namespace interleave::gate
