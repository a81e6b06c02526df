// Programs that are asked something, and what is said where the kernel refuses what asking takes.
#include "benchmarks/driver/child_process.hpp"

#include "benchmarks/driver/signals.hpp"
#include "tests/support/error_of.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <thread>

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

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

// Has the kernel answer these system calls of this thread, from now on, as if there were no more descriptors. A limit
// of open files would do the same to sanitizers, which need some to look at memory.
void refuse_descriptors() {
  std::array program{sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_memfd_create, 1, 0),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_signalfd4, 0, 1),
                     sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EMFILE),
                     sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog filter{program.size(), program.data()};
  ASSERT_EQ(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  ASSERT_EQ(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
}

TEST(a_lack_of_descriptors, is_told_with_a_remedy_and_changes_no_signals) {
  std::thread([] {
    refuse_descriptors();
    EXPECT_EQ(error_of([] { anonymous_file("output"); }),
              "cannot make a file in memory: Too many open files; raise the limit of open files (ulimit -n)");
    sigset_t mask_before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_before);
    EXPECT_EQ(error_of([] { stop_signals(); }),
              "cannot receive signals: signalfd: Too many open files; raise the limit of open files (ulimit -n)");
    sigset_t mask_after;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_after);
    EXPECT_EQ(::sigismember(&mask_after, SIGINT), ::sigismember(&mask_before, SIGINT));
  }).join();
}

}  // namespace
}  // namespace interleave::driver
