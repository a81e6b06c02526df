// What the end of a process means.
#include "benchmarks/driver/judge.hpp"

#include "benchmarks/driver/layout.hpp"

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
  const sample_outcome outcome = judge(exited(0), {}, good, {.output = "chatter"});
  EXPECT_EQ(outcome.kind, failure::none);
  EXPECT_EQ(outcome.document["benchmarks"][0]["iterations"], 5);
  EXPECT_EQ(outcome.output_tail, "");
}

TEST(judge, names_the_signal_of_a_crash) {
  const sample_outcome outcome = judge({.signalled = true, .code = SIGSEGV}, {}, "", {.output = "last words\n"});
  EXPECT_EQ(outcome.kind, failure::crash);
  EXPECT_EQ(outcome.message, "killed by SIGSEGV");
  EXPECT_EQ(outcome.output_tail, "last words");
}

TEST(judge, suspects_the_kernel_where_a_sample_was_killed_and_not_by_us) {
  const sample_outcome outcome =
      judge({.signalled = true, .code = SIGKILL, .memory_peak_bytes = 300U << 20U}, {}, "", {});
  EXPECT_EQ(outcome.kind, failure::killed);
  EXPECT_EQ(outcome.message, "killed by SIGKILL, perhaps because memory ran out (largest process: 300 MiB)");
}

TEST(judge, tells_signals_that_were_sent_from_those_of_a_programs_own_making) {
  for (const int sent : {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1})
    EXPECT_EQ(judge({.signalled = true, .code = sent}, {}, "", {}).kind, failure::killed) << sent;
  for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGPIPE, SIGXFSZ, SIGXCPU, SIGALRM})
    EXPECT_EQ(judge({.signalled = true, .code = own}, {}, "", {}).kind, failure::crash) << own;
}

TEST(judge, does_not_trust_the_document_of_a_crashed_sample) {
  EXPECT_EQ(judge({.signalled = true, .code = SIGABRT}, {}, good, {}).kind, failure::crash);
}

TEST(judge, tells_an_exit_status) {
  const sample_outcome outcome = judge(exited(3), {}, "", {});
  EXPECT_EQ(outcome.kind, failure::exit);
  EXPECT_EQ(outcome.message, "exited with status 3");
}

TEST(judge, does_not_trust_a_good_row_of_a_process_that_exited_badly) {
  EXPECT_EQ(judge(exited(1), {}, good, {}).kind, failure::exit);
}

TEST(judge, wants_exactly_one_iteration_row) {
  for (const std::string_view document : {"", "{", "[]", "null", R"({"benchmarks": []})", R"({"benchmarks": 3})",
                                          R"({"benchmarks": [{"run_type": "iteration"}, {"run_type": "iteration"}]})",
                                          R"({"benchmarks": [{"run_type": "aggregate"}]})"}) {
    const sample_outcome outcome = judge(exited(0), {}, document, {});
    EXPECT_EQ(outcome.kind, failure::exit) << document;
    EXPECT_EQ(outcome.message, "exited with status 0, but wrote no result") << document;
  }
}

TEST(judge, passes_on_the_error_that_a_row_reports_whatever_the_status) {
  for (const int status : {0, 1}) {
    const sample_outcome outcome =
        judge(exited(status), {}, R"({"benchmarks": [{"error_occurred": true, "error_message": "a task failed: x"}]})",
              {.output = "the usual table"});
    EXPECT_EQ(outcome.kind, failure::error);
    EXPECT_EQ(outcome.output_tail, "");
    EXPECT_EQ(outcome.message, "a task failed: x");
  }
}

TEST(judge, tells_a_failure_by_its_mark_and_not_by_its_words) {
  const auto kind_of = [](const std::string& label, const std::string& message) {
    const json row{{"error_occurred", true}, {"error_message", message}, {"label", label}};
    return judge(exited(0), {}, json{{"benchmarks", json::array({row})}}.dump(), {}).kind;
  };
  EXPECT_EQ(kind_of("failure=wrong_digest", "task 3 gave 0x1f"), failure::wrong_digest);
  EXPECT_EQ(kind_of("backend=io_uring failure=wrong_digest", ""), failure::wrong_digest);
  EXPECT_EQ(kind_of("failure=killed", "a worker process was lost"), failure::killed);
  EXPECT_EQ(kind_of("failure=refused", "a task failed: write"), failure::refused);
  EXPECT_EQ(kind_of("failure=error", "a task failed: wrong digest of a download"), failure::error);
  EXPECT_EQ(kind_of("", "a task failed: wrong digest of a download"), failure::error);
}

TEST(judge, puts_the_last_line_of_stderr_behind_the_reason) {
  EXPECT_EQ(judge(exited(2), {}, "", {"a table\n", "first\ninterleave-bench: no space left\n\n"}).message,
            "exited with status 2: interleave-bench: no space left");
  EXPECT_EQ(judge({.signalled = true, .code = SIGABRT}, {}, "", {"", "terminate called\n"}).message,
            "killed by SIGABRT: terminate called");
  EXPECT_EQ(judge(exited(0), {}, "", {"", "invalid file name\n"}).message,
            "exited with status 0, but wrote no result: invalid file name");
  EXPECT_EQ(judge(exited(2), {}, "", {"a table\n", "first\nlast\n"}).output_tail, "a table\nfirst\nlast");
}

TEST(judge, leaves_google_benchmarks_document_out_of_what_was_printed) {
  EXPECT_EQ(
      judge(exited(3), {}, "",
            {"before\n{\n  \"context\": {\n    \"caches\": [\n    ]\n  },\n  \"benchmarks\": [\nafter\n", "errors\n"})
          .output_tail,
      "before\n\nafter\nerrors");
  EXPECT_EQ(judge(exited(3), {}, "", {"before\n{\n  \"context\": {\n    \"ca", ""}).output_tail, "before");
}

TEST(judge, shows_the_path_of_the_result_without_its_detours) {
  const std::string printed =
      "cannot open " + result_path(42, 7, {.path_bytes = 4000, .environment_bytes = 0}) + ": full";
  EXPECT_EQ(judge(exited(2), {}, "", {"", printed}).message, "exited with status 2: cannot open /proc/42/fd/7: full");
  EXPECT_EQ(judge(exited(2), {}, "", {"", printed}).output_tail, "cannot open /proc/42/fd/7: full");
  EXPECT_EQ(judge(exited(2), {}, "", {"", "a/./././b and ./c"}).message, "exited with status 2: a/./././b and ./c");
}

TEST(judge, lets_no_control_characters_into_a_message) {
  EXPECT_EQ(judge(exited(2), {}, "", {"", "red \x1b[31m\x07 \xc2\x9b tab\tend\r\n"}).message,
            "exited with status 2: red ?[31m? ? tab\tend");
  EXPECT_EQ(judge(exited(2), {}, "", {"", std::string(1000, 'x')}).message.size(),
            300 + std::string("exited with status 2: ").size());
  EXPECT_EQ(
      judge(exited(0), {}, R"({"benchmarks": [{"error_occurred": true, "error_message": "a\u001bb"}]})", {}).message,
      "a?b");
}

TEST(judge, explains_what_we_did_before_what_it_looks_like) {
  process_end killed{.signalled = true, .code = SIGKILL};
  killed.stopped_for = overrun::time;
  EXPECT_EQ(judge(killed, {.time = std::chrono::seconds(30)}, "", {}).message, "no result within 30s");
  killed.stopped = {"nginx"};
  EXPECT_EQ(judge(killed, {.time = std::chrono::seconds(30)}, "", {}).message,
            "no result within 30s: nginx was stopped (SIGSTOP)");
  killed.stopped = {"nginx", "postgres"};
  EXPECT_EQ(judge(killed, {.time = std::chrono::seconds(30)}, "", {}).message,
            "no result within 30s: nginx, postgres were stopped (SIGSTOP)");
  EXPECT_EQ(judge(killed, {}, "", {}).kind, failure::timeout);
  killed.stopped_for = overrun::memory;
  killed.memory_used_bytes = 513U << 20U;
  const sample_outcome hog = judge(killed, {.memory_bytes = 512U << 20U}, "", {});
  EXPECT_EQ(hog.kind, failure::memory);
  EXPECT_EQ(hog.message, "used 513 MiB of memory, more than the limit of 512 MiB");
  EXPECT_EQ(judge(killed, {.memory_bytes = 1024}, "", {}).message,
            "used 513 MiB of memory, more than the limit of 1024 bytes");
  killed.stopped_for = overrun::output;
  EXPECT_EQ(judge(killed, {}, "", {}).message, "printed more than 16 MiB");
}

TEST(judge, fails_a_sample_that_left_processes_behind) {
  const sample_outcome one = judge({.processes_left = 1}, {}, good, {});
  EXPECT_EQ(one.kind, failure::left_processes);
  EXPECT_EQ(one.message, "left 1 process behind");
  EXPECT_EQ(judge({.processes_left = 2}, {}, good, {}).message, "left 2 processes behind");
}

TEST(judge, keeps_only_the_last_lines_of_what_was_printed) {
  std::string output;
  for (int line = 1; line <= 50; ++line) output += "line " + std::to_string(line) + "\n";
  const std::string tail = judge(exited(1), {}, "", {.output = output}).output_tail;
  EXPECT_THAT(tail, StartsWith("line 41\n"));
  EXPECT_THAT(tail, EndsWith("line 50"));
}

TEST(judge, keeps_only_the_end_of_a_very_long_line) {
  const std::string tail = judge(exited(1), {}, "", {.output = std::string(100'000, 'x').append("end")}).output_tail;
  EXPECT_LE(tail.size(), 2000U);
  EXPECT_THAT(tail, EndsWith("end"));
}

}  // namespace
}  // namespace interleave::driver
