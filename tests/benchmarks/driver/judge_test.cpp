// What the end of a process means.
#include "benchmarks/driver/judge.hpp"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

using testing::EndsWith;
using testing::StartsWith;

constexpr std::string_view good = R"({"context": {}, "benchmarks": [{"run_type": "iteration", "iterations": 5}]})";

process_end exited(int status) {
  return {.code = status};
}

TEST(judge, takes_the_document_of_a_sample_that_exited_well) {
  const sample_outcome outcome = judge(exited(0), {}, good, "chatter");
  EXPECT_EQ(outcome.kind, failure::none);
  EXPECT_EQ(outcome.document["benchmarks"][0]["iterations"], 5);
  EXPECT_EQ(outcome.output_tail, "");
}

TEST(judge, names_the_signal_of_a_crash) {
  const sample_outcome outcome = judge({.signalled = true, .code = SIGSEGV}, {}, "", "last words\n");
  EXPECT_EQ(outcome.kind, failure::crash);
  EXPECT_EQ(outcome.message, "killed by SIGSEGV");
  EXPECT_EQ(outcome.output_tail, "last words");
}

TEST(judge, suspects_the_kernel_where_a_sample_was_killed_and_not_by_us) {
  const sample_outcome outcome =
      judge({.signalled = true, .code = SIGKILL, .memory_peak_bytes = 300U << 20U}, {}, "", "");
  EXPECT_EQ(outcome.kind, failure::crash);
  EXPECT_EQ(outcome.message, "killed by SIGKILL, perhaps because memory ran out (largest process: 300 MiB)");
}

TEST(judge, does_not_trust_the_document_of_a_crashed_sample) {
  EXPECT_EQ(judge({.signalled = true, .code = SIGABRT}, {}, good, "").kind, failure::crash);
}

TEST(judge, tells_an_exit_status) {
  const sample_outcome outcome = judge(exited(3), {}, "", "");
  EXPECT_EQ(outcome.kind, failure::exit);
  EXPECT_EQ(outcome.message, "exited with status 3");
}

TEST(judge, does_not_trust_a_good_row_of_a_process_that_exited_badly) {
  EXPECT_EQ(judge(exited(1), {}, good, "").kind, failure::exit);
}

TEST(judge, wants_exactly_one_iteration_row) {
  for (const std::string_view document : {"", "{", "[]", "null", R"({"benchmarks": []})", R"({"benchmarks": 3})",
                                          R"({"benchmarks": [{"run_type": "iteration"}, {"run_type": "iteration"}]})",
                                          R"({"benchmarks": [{"run_type": "aggregate"}]})"}) {
    const sample_outcome outcome = judge(exited(0), {}, document, "");
    EXPECT_EQ(outcome.kind, failure::exit) << document;
    EXPECT_EQ(outcome.message, "exited with status 0, but wrote no result") << document;
  }
}

TEST(judge, passes_on_the_error_that_a_row_reports_whatever_the_status) {
  for (const int status : {0, 1}) {
    const sample_outcome outcome =
        judge(exited(status), {}, R"({"benchmarks": [{"error_occurred": true, "error_message": "a task failed: x"}]})",
              "the usual table");
    EXPECT_EQ(outcome.kind, failure::error);
    EXPECT_EQ(outcome.output_tail, "");
    EXPECT_EQ(outcome.message, "a task failed: x");
  }
}

TEST(judge, tells_a_wrong_digest_from_other_errors) {
  const sample_outcome outcome = judge(
      exited(1), {}, R"({"benchmarks": [{"error_occurred": true, "error_message": "wrong digest: task 3 gave"}]})", "");
  EXPECT_EQ(outcome.kind, failure::wrong_digest);
}

TEST(judge, explains_what_we_did_before_what_it_looks_like) {
  process_end killed{.signalled = true, .code = SIGKILL};
  killed.stopped_for = overrun::time;
  EXPECT_EQ(judge(killed, {.time = std::chrono::seconds(30)}, "", "").message, "no result within 30s");
  EXPECT_EQ(judge(killed, {}, "", "").kind, failure::timeout);
  killed.stopped_for = overrun::memory;
  killed.memory_used_bytes = 513U << 20U;
  const sample_outcome hog = judge(killed, {.memory_bytes = 512U << 20U}, "", "");
  EXPECT_EQ(hog.kind, failure::memory);
  EXPECT_EQ(hog.message, "used 513 MiB of memory, more than the limit of 512 MiB");
  killed.stopped_for = overrun::output;
  EXPECT_EQ(judge(killed, {}, "", "").message, "printed more than 16 MiB");
}

TEST(judge, fails_a_sample_that_left_processes_behind) {
  const sample_outcome one = judge({.processes_left = 1}, {}, good, "");
  EXPECT_EQ(one.kind, failure::left_processes);
  EXPECT_EQ(one.message, "left 1 process behind");
  EXPECT_EQ(judge({.processes_left = 2}, {}, good, "").message, "left 2 processes behind");
}

TEST(judge, keeps_only_the_last_lines_of_what_was_printed) {
  std::string output;
  for (int line = 1; line <= 50; ++line) output += "line " + std::to_string(line) + "\n";
  const std::string tail = judge(exited(1), {}, "", output).output_tail;
  EXPECT_THAT(tail, StartsWith("line 41\n"));
  EXPECT_THAT(tail, EndsWith("line 50"));
}

TEST(judge, keeps_only_the_end_of_a_very_long_line) {
  const std::string tail = judge(exited(1), {}, "", std::string(100'000, 'x').append("end")).output_tail;
  EXPECT_LE(tail.size(), 2000U);
  EXPECT_THAT(tail, EndsWith("end"));
}

}  // namespace
}  // namespace interleave::driver
