// Programs that are asked something, and what is said where the kernel refuses what asking takes.
#include "benchmarks/driver/child_process.hpp"

#include "benchmarks/driver/signals.hpp"
#include "tests/support/error_of.hpp"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace interleave::driver {
namespace {

TEST(a_captured_program, answers_on_both_streams) {
  const captured answer = run_captured({"/bin/sh", "-c", "echo out; echo err >&2; exit 3"}, std::chrono::seconds(30));
  EXPECT_EQ(answer.exit_status, 3);
  EXPECT_EQ(answer.output, "out\n");
  EXPECT_EQ(answer.errors, "err\n");
}

TEST(a_captured_program, is_ended_where_it_does_not_answer_in_time) {
  EXPECT_EQ(error_of([] { run_captured({"/bin/sleep", "100"}, std::chrono::milliseconds(50)); }),
            "/bin/sleep did not answer within 50ms");
}

TEST(a_captured_program, is_ended_where_it_prints_without_end) {
  for (const char* const where : {"exec cat /dev/zero", "exec cat /dev/zero >&2"})
    EXPECT_EQ(error_of([&] { run_captured({"/bin/sh", "-c", where}, std::chrono::seconds(60)); }),
              "/bin/sh printed more than 16 MiB");
}

TEST(a_lack_of_descriptors, is_told_with_a_remedy_and_changes_no_signals) {
  sigset_t mask_before;
  ::sigprocmask(SIG_SETMASK, nullptr, &mask_before);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const std::string no_file = error_of([] { anonymous_file("output"); });
  const std::string no_signals = error_of([] { stop_signals(); });
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(no_file, "cannot make a file in memory: Too many open files; raise the limit of open files (ulimit -n)");
  EXPECT_EQ(no_signals,
            "cannot receive signals: signalfd: Too many open files; raise the limit of open files (ulimit -n)");
  sigset_t mask_after;
  ::sigprocmask(SIG_SETMASK, nullptr, &mask_after);
  EXPECT_EQ(::sigismember(&mask_after, SIGINT), ::sigismember(&mask_before, SIGINT));
}

}  // namespace
}  // namespace interleave::driver
