// Logs: written, read, truncated, merged and refused.
#include "tracking/gate/gate_log.hpp"

#include "made_up_gate.hpp"
#include "reports/errors.hpp"
#include "tests/support/error_of.hpp"
#include "tracking/gate/gate_rules.hpp"
#include "tracking/gate/gate_texts.hpp"

#include <array>

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using testing::made_up_gate;
using testing::slower_by;

gate_head head_for(const gate_record& record, const std::string& id = "log-1") {
  gate_head head;
  head.log_id = id;
  head.runner = record.runners.front();
  head.rules = record.rules;
  head.min_time_s = 0.05;
  head.base = {"/build/base", "b1", true};
  head.candidate = {"/build/candidate", "c1", false};
  head.control = {"/bin/interleave-control", "x1", false};
  head.cells = record.cells;
  head.only_in_base = {"BM_old"};
  head.only_in_candidate = {"BM_new"};
  return head;
}

// As a runner would have written it.
std::string text_of(const gate_record& record, const gate_head& head) {
  std::string text = head_line(head);
  for (const gate_failure& failure : record.failures) text += failure_line(0, failure);
  for (std::size_t round = 0; round < record.rounds.size(); ++round) {
    for (const gate_pair& pair : record.pairs)
      if (pair.round == round) text += pair_line(round, pair.cell, gate_arm::base, pair.base, pair.candidate);
    const gate_round& end = record.rounds[round];
    text += round_line({round, end.step, end.foreign_share, end.steal_share, 1.5});
  }
  return text;
}

made_up_gate regression() {
  made_up_gate gate;
  gate.cell("BM_a/1.5\"\\", slower_by(0));
  gate.cell("BM_slow", slower_by(0.08));
  gate.run();
  return gate;
}

void expect_refused(const std::string& text, const std::string& part) {
  try {
    read_gate_log_text(text, "gate.jsonl");
    ADD_FAILURE() << "accepted: " << text;
  } catch (const reports::input_error& error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(a_gate_log, gives_the_same_verdict_to_the_last_bit) {
  const made_up_gate gate = regression();
  gate_log log = read_gate_log_text(text_of(gate.record, head_for(gate.record)), "gate.jsonl");
  log.record.only_in_base.clear();
  log.record.only_in_candidate.clear();
  EXPECT_EQ(gate_json(log.record, judge(log.record)), gate_json(gate.record, judge(gate.record)));
  EXPECT_EQ(judge(log.record).outcome, gate_outcome::regression);
}

TEST(a_gate_log, keeps_its_head) {
  const made_up_gate gate = regression();
  gate_head head = head_for(gate.record);
  head.rules.margin = 0.07;
  head.rules.confirm_most = 33;
  head.filter = "BM_.*";
  head.arguments = {"gate", "--filter", "BM_.*"};
  const gate_log log = read_gate_log_text(head_line(head), "gate.jsonl");
  EXPECT_EQ(head_line(log.head), head_line(head));
  EXPECT_TRUE(log.head.rules == head.rules);
  EXPECT_EQ(log.next_round, 0U);
}

TEST(a_gate_log, may_end_in_half_a_line) {
  const made_up_gate gate = regression();
  const std::string whole = text_of(gate.record, head_for(gate.record));
  const std::string last_line = whole.substr(whole.rfind('\n', whole.size() - 2) + 1);
  for (std::size_t cut = 1; cut < last_line.size(); ++cut) {
    const gate_log log = read_gate_log_text(whole.substr(0, whole.size() - cut), "gate.jsonl");
    EXPECT_EQ(log.whole_bytes, whole.size() - last_line.size());
    EXPECT_EQ(log.record.rounds.size(), gate.record.rounds.size() - 1);
    EXPECT_EQ(log.next_round, gate.record.rounds.size()) << "the round that was cut short isn't gone on with";
  }
}

TEST(a_gate_log, leaves_out_pairs_of_a_round_that_never_ended) {
  const made_up_gate gate = regression();
  const gate_head head = head_for(gate.record);
  const std::string text = head_line(head) + pair_line(4, 0, gate_arm::base, {1, 1}, {1, 1});
  const gate_log log = read_gate_log_text(text, "gate.jsonl");
  EXPECT_TRUE(log.record.pairs.empty());
  EXPECT_EQ(log.next_round, 5U);
}

TEST(a_gate_log, keeps_failures_whatever_becomes_of_the_round) {
  made_up_gate gate = regression();
  const std::string text =
      head_line(head_for(gate.record)) + failure_line(0, {3, gate_arm::candidate, "bad \xff byte"});
  const gate_log log = read_gate_log_text(text, "gate.jsonl");
  ASSERT_EQ(log.record.failures.size(), 1U);
  EXPECT_EQ(log.record.failures.front().arm, gate_arm::candidate);
}

// Of a log that is looked at in a terminal, nothing may be interpreted.
TEST(a_gate_log, has_no_control_character_of_a_failure) {
  const std::string message = "\x7f \xc2\x9b \x1b";
  const std::string line = failure_line(0, {0, gate_arm::base, message});
  EXPECT_NE(line.find(R"("\u007f \u009b \u001b")"), std::string::npos) << line;
  const made_up_gate gate = regression();
  const gate_log log = read_gate_log_text(head_line(head_for(gate.record)) + line, "gate.jsonl");
  ASSERT_EQ(log.record.failures.size(), 1U);
  EXPECT_EQ(log.record.failures.front().message, message);
}

TEST(a_gate_log, says_which_failures_load_may_explain) {
  const made_up_gate gate = regression();
  std::string text = head_line(head_for(gate.record));
  for (const bool load : {true, false}) text += failure_line(0, {3, gate_arm::base, "x", {}, load});
  text += R"({"record": "failure", "round": 0, "cell": 3, "arm": "base", "message": "of an older log"})"
          "\n";
  const auto failures = read_gate_log_text(text, "gate.jsonl").record.failures;
  ASSERT_EQ(failures.size(), 3U);
  EXPECT_TRUE(failures[0].load_may_explain);
  EXPECT_FALSE(failures[1].load_may_explain);
  EXPECT_FALSE(failures[2].load_may_explain);
}

TEST(a_gate_log, ties_failures_to_rounds_that_ended) {
  const made_up_gate gate = regression();
  const std::string text = head_line(head_for(gate.record)) + failure_line(4, {3, gate_arm::base, "x"}) +
                           round_line({4, gate_step::screen, std::nullopt, 0, 1}) +
                           failure_line(5, {3, gate_arm::base, "y"});
  const gate_record record = read_gate_log_text(text, "gate.jsonl").record;
  EXPECT_EQ(record.failures.at(0).round, 0U);
  EXPECT_EQ(record.failures.at(1).round, std::nullopt);
  EXPECT_EQ(record.rounds.at(0).foreign_share, std::nullopt);
}

TEST(a_gate_log, knows_its_first_budget_and_whether_both_arms_are_one_file) {
  const made_up_gate gate = regression();
  gate_head head = head_for(gate.record);
  EXPECT_EQ(read_gate_log_text(head_line(head), "gate.jsonl").head.budget_s, std::nullopt);
  EXPECT_FALSE(read_gate_log_text(head_line(head), "gate.jsonl").record.same_executable);
  head.budget_s = 7200;
  head.candidate.digest = head.base.digest;
  EXPECT_EQ(read_gate_log_text(head_line(head), "gate.jsonl").head.budget_s, 7200);
  EXPECT_TRUE(read_gate_log_text(head_line(head), "gate.jsonl").record.same_executable);
}

TEST(a_gate_log, without_end_is_refused) {
  made_up_gate gate = regression();
  gate.record.rounds.resize(1);
  gate.record.pairs.assign(5'001, {.round = 0, .cell = 3, .base = {1, 1}, .candidate = {1, 1}});
  const gate_log log = read_gate_log_text(text_of(gate.record, head_for(gate.record)), "gate.jsonl");
  EXPECT_THROW(merge(std::array{log}), reports::input_error);
}

TEST(a_gate_log, is_refused_with_line_and_field) {
  const made_up_gate gate = regression();
  const std::string head = head_line(head_for(gate.record));
  expect_refused("", "there is no whole line");
  expect_refused("{}\n", "line 1");
  expect_refused("[1]\n", "no JSON object");
  expect_refused("{\"record\": \"gate\", \"log_version\": 99}\n", "/log_version");
  expect_refused(head + "garbage\n", "line 2");
  expect_refused(head + "{\"record\": \"riddle\"}\n", "'riddle', which is unknown");
  expect_refused(head + pair_line(0, 99, gate_arm::base, {1, 1}, {1, 1}), "line 2: /cell");
  expect_refused(head + pair_line(0, 0, gate_arm::base, {1, 1}, {-1, 1}), "/candidate/real_ns");
  expect_refused(head + pair_line(0, 0, gate_arm::base, {0, 1}, {1, 1}), "/base/real_ns");
  const std::string end = round_line({0, gate_step::screen, 0, 0, 1});
  expect_refused(head + end + end, "has ended already");
  for (const auto& [from, to] :
       {std::pair{"\"screen_p\":0.1,", "\"screen_p\":1,"}, std::pair{"\"confidence\":0.95,", "\"confidence\":0,"},
        std::pair{"\"confirm_spread\":0.02,", "\"confirm_spread\":0,"},
        std::pair{"\"screen_pairs\":12,", "\"screen_pairs\":1,"}}) {
    std::string impossible = head;
    ASSERT_NE(impossible.find(from), std::string::npos) << from << " in " << head;
    impossible.replace(impossible.find(from), std::string(from).size(), to);
    expect_refused(impossible, "line 1: /rules/");
  }
  std::string other_step = end;
  other_step.replace(other_step.find("screen"), 6, "scream");
  expect_refused(head + other_step, "'scream', which is unknown");
}

TEST(logs_of_several_runners, are_one_record) {
  made_up_gate whole = regression();
  gate_record parts[2] = {whole.record, whole.record};
  for (gate_record& part : parts) {
    part.rounds.clear();
    part.pairs.clear();
  }
  parts[1].runners.front().id = "there";
  // The screen here, the rest there.
  std::vector<std::size_t> place(whole.record.rounds.size());
  for (std::size_t i = 0; i < whole.record.rounds.size(); ++i) {
    gate_record& part = parts[whole.record.rounds[i].step == gate_step::screen ? 0 : 1];
    part.rounds.push_back(whole.record.rounds[i]);
    place[i] = part.rounds.size() - 1;
  }
  for (gate_pair pair : whole.record.pairs) {
    gate_record& part = parts[whole.record.rounds[pair.round].step == gate_step::screen ? 0 : 1];
    pair.round = place[pair.round];
    part.pairs.push_back(pair);
  }
  const std::array logs{read_gate_log_text(text_of(parts[0], head_for(parts[0], "log-1")), "one"),
                        read_gate_log_text(text_of(parts[1], head_for(parts[1], "log-2")), "two")};
  const gate_record merged = merge(logs);
  const gate_verdict verdict = judge(merged);
  EXPECT_EQ(verdict.outcome, gate_outcome::regression);
  ASSERT_EQ(merged.runners.size(), 2U);
  EXPECT_EQ(merged.runners[1].id, "there");
  EXPECT_EQ(merged.rounds.back().runner, 1U);
  EXPECT_EQ(verdict.cells[4].slowdown->median, judge(whole.record).cells[4].slowdown->median);
}

TEST(logs_of_several_runners, are_refused_where_they_do_not_belong_together) {
  const made_up_gate gate = regression();
  const gate_head first = head_for(gate.record, "log-1");
  const auto refused = [&](const gate_head& other, const std::string& part) {
    const std::array logs{read_gate_log_text(head_line(first), "one"), read_gate_log_text(head_line(other), "two")};
    try {
      merge(logs);
      ADD_FAILURE() << part;
    } catch (const reports::input_error& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused(first, "given twice");
  gate_head other = head_for(gate.record, "log-2");
  other.base.digest = "b2";
  refused(other, "the base executable");
  other = head_for(gate.record, "log-2");
  other.candidate.digest = "c2";
  refused(other, "the candidate executable");
  other = head_for(gate.record, "log-2");
  other.rules.margin = 0.04;
  refused(other, "rules");
  other = head_for(gate.record, "log-2");
  other.cells.pop_back();
  refused(other, "cells");
  other = head_for(gate.record, "log-2");
  other.after = {"log-1", "log-0"};
  refused(other, "goes on from the log log-0 of another runner, which is missing");
}

TEST(logs_of_several_runners, may_be_given_in_any_order_as_long_as_none_is_missing) {
  const made_up_gate gate = regression();
  gate_head later = head_for(gate.record, "log-2");
  later.after = {"log-1"};
  const gate_log one = read_gate_log_text(head_line(head_for(gate.record, "log-1")), "one");
  const gate_log two = read_gate_log_text(head_line(later), "two");
  EXPECT_EQ(two.head.after, later.after);
  EXPECT_EQ(merge(std::array{two, one}).runners.size(), 2U);
  EXPECT_THROW(merge(std::array{two}), reports::input_error);
}

TEST(a_file_that_is_no_log, is_refused_with_what_to_give) {
  for (const char* text : {"{\"name\": \"noop\", \"real_time\": 1}\n", "[]\n", "{\"record\": \"pair\"}\n"}) {
    const std::string message = error_of([&] { read_gate_log_text(text, "samples.jsonl"); });
    EXPECT_NE(message.find("samples.jsonl: line 1"), std::string::npos) << message;
    EXPECT_NE(message.find("Give the gate.jsonl that interleave gate wrote"), std::string::npos) << message;
  }
}

// The reading of this file fails, as a disk's may.
TEST(a_file_that_cannot_be_read, is_named) {
  const std::string message = error_of([] { read_gate_log("/proc/self/mem"); });
  EXPECT_NE(message.find("/proc/self/mem"), std::string::npos) << message;
}

TEST(a_file_that_is_not_there, is_named) {
  try {
    read_gate_log("/no/such/gate.jsonl");
    ADD_FAILURE();
  } catch (const reports::input_error& error) {
    EXPECT_NE(std::string(error.what()).find("/no/such/gate.jsonl"), std::string::npos);
  }
}

}  // namespace
}  // namespace interleave::tracking
