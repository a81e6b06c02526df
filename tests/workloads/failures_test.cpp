// What is known of a failure after it has crossed from one process into another.
#include "workloads/failures.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/ended_process.hpp"
#include "workloads/errors.hpp"
#include "workloads/first_exception.hpp"
#include "workloads/shared_memory.hpp"

#include <csignal>
#include <new>
#include <string>
#include <system_error>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

failure_cause cause_where(auto&& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return cause_of(error);
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST(the_cause_of_a_failure, is_the_system_where_that_refused_something) {
  EXPECT_EQ(cause_of(std::system_error(ENOSPC, std::generic_category())), failure_cause::refusal);
  EXPECT_EQ(cause_of(std::bad_alloc()), failure_cause::refusal);
  EXPECT_EQ(cause_of(usage_error("cannot write the test file")), failure_cause::refusal);
  EXPECT_EQ(cause_of(refused("no pidfd")), failure_cause::refusal);
  EXPECT_EQ(cause_of(killed("somebody did")), failure_cause::kill);
  for (const auto& own : {batch_failure("a task is missing"), batch_failure(wrong_digest("task 3"))})
    EXPECT_EQ(cause_of(own), failure_cause::its_own);
  EXPECT_EQ(cause_of(std::runtime_error("no luck today")), failure_cause::its_own);
}

TEST(the_first_failure, comes_back_as_what_it_was_in_another_process) {
  shared_array<first_failure> shared(1);
  const auto noted_in_a_child = [&](const auto& error) {
    shared[0].forget();
    const pid_t child = fork();
    if (child == 0) {
      shared[0].note(error);
      shared[0].note(std::runtime_error("later"));
      _exit(0);
    }
    EXPECT_EQ(waitpid(child, nullptr, 0), child);
    return [&] { shared[0].throw_if_any("a task failed"); };
  };
  EXPECT_EQ(cause_where(noted_in_a_child(std::bad_alloc())), failure_cause::refusal);
  EXPECT_EQ(cause_where(noted_in_a_child(killed("lost"))), failure_cause::kill);
  const auto own = noted_in_a_child(std::runtime_error("no luck today"));
  EXPECT_EQ(cause_where(own), failure_cause::its_own);
  EXPECT_EQ(error_of(own), "a task failed: no luck today");
}

TEST(the_first_failure, is_none_until_something_is_noted) {
  first_failure none;
  EXPECT_EQ(error_of([&] { none.throw_if_any("a task failed"); }), "");
}

TEST(the_first_exception, is_rethrown_whatever_came_after_it) {
  first_exception failed;
  failed.rethrow_if_any();
  failed.guard([] {});
  failed.note(nullptr);
  failed.guard([] { throw std::runtime_error("no luck"); });
  failed.guard([] { throw std::runtime_error("nor here"); });
  EXPECT_EQ(error_of([&] { failed.rethrow_if_any(); }), "no luck");
}

TEST(a_lost_process, was_killed_where_the_signal_came_from_outside) {
  const auto ended_by = [](auto&& end) {
    const pid_t child = fork();
    if (child == 0) {
      end();
      _exit(3);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return [status] { throw_lost("it was lost", status); };
  };
  const auto by_signal = [&](int number) {
    return ended_by([number] {
      ::signal(number, SIG_DFL);
      ::raise(number);
    });
  };
  for (const int sent : {SIGKILL, SIGTERM, SIGHUP})
    EXPECT_EQ(cause_where(by_signal(sent)), failure_cause::kill) << sent;
  for (const int own : {SIGSEGV, SIGABRT, SIGXCPU})
    EXPECT_EQ(cause_where(by_signal(own)), failure_cause::its_own) << own;
  EXPECT_EQ(error_of(by_signal(SIGKILL)), "it was lost: signal 9 (Killed)");
  EXPECT_EQ(error_of(ended_by([] {})), "it was lost: exit code 3");
}

}  // namespace
}  // namespace interleave
