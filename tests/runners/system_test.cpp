// What a program needs of the kernel before anything runs: watching a process, and resetting inherited signals.
#include "runners/system/inherited_signals.hpp"
#include "runners/system/pidfd.hpp"
#include "runners/system/refusal.hpp"
#include "tests/support/error_of.hpp"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <string>

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

// What `words` returns when called in a separate process.
template <class Words>
std::string in_a_child(const Words& words) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    const std::string text = words();
    _exit(write(ends[1], text.data(), text.size()) < 0 ? 1 : 0);
  }
  close(ends[1]);
  std::string text(4096, '\0');
  const ssize_t length = read(ends[0], text.data(), text.size());
  text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return text;
}

// As a sandbox does.
bool forbid_pidfd_open(std::uint32_t error_number) {
  sock_filter filter[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error_number),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{.len = std::size(filter), .filter = filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST(pidfd_of, is_readable_once_the_process_has_exited) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  const int fd = pidfd_of(child);
  pollfd exited{fd, POLLIN, 0};
  EXPECT_EQ(poll(&exited, 1, 60'000), 1);
  close(fd);
  waitpid(child, nullptr, 0);
}

TEST(pidfd_of, says_what_forbids_it_and_what_to_do) {
  const auto error_with = [](std::uint32_t error_number) {
    return in_a_child([&] {
      if (!forbid_pidfd_open(error_number)) return std::string("no filter");
      return error_of([] { pidfd_of(getpid()); });
    });
  };
  EXPECT_EQ(error_with(EPERM),
            "cannot watch a process: pidfd_open: Operation not permitted; a sandbox or a container forbids the system "
            "call: run outside of it, or allow it in the seccomp profile");
  EXPECT_EQ(error_with(ENOSYS),
            "cannot watch a process: pidfd_open: Function not implemented; it takes Linux 5.3 or later, and a sandbox "
            "that knows the system call");
  EXPECT_EQ(error_with(ENODEV), "cannot watch a process: pidfd_open: No such device");
}

TEST(a_refusal, says_what_to_do_about_it) {
  EXPECT_EQ(refusal("start a process", EAGAIN),
            "cannot start a process: Resource temporarily unavailable; raise the limit of processes (ulimit -u, or "
            "pids.max of the control group)");
  EXPECT_EQ(refusal("start a process", ENOMEM), "cannot start a process: Cannot allocate memory; free some memory");
}

TEST(inherited_signals, have_their_usual_effect_but_for_those_of_a_terminal) {
  EXPECT_EQ(in_a_child([] {
              for (const int number : {SIGCHLD, SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGTTOU}) signal(number, SIG_IGN);
              sigset_t all;
              sigfillset(&all);
              sigprocmask(SIG_SETMASK, &all, nullptr);
              reset_inherited_signals();
              std::string text;
              for (const int number : {SIGCHLD, SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGTTOU}) {
                struct sigaction found{};
                sigaction(number, nullptr, &found);
                text += found.sa_handler == SIG_DFL ? "default " : "ignored ";
              }
              sigprocmask(SIG_SETMASK, nullptr, &all);
              for (const int number : {SIGTERM, SIGHUP, SIGCHLD})
                text += sigismember(&all, number) == 1 ? "blocked " : "";
              return text;
            }),
            "default default default default ignored ignored ");
}

TEST(inherited_signals, leave_a_handler_alone) {
  EXPECT_EQ(in_a_child([] {
              static volatile std::sig_atomic_t came = 0;
              signal(SIGUSR1, [](int) { came = 1; });
              reset_inherited_signals();
              raise(SIGUSR1);
              return std::string(came == 1 ? "handled" : "not handled");
            }),
            "handled");
}

}  // namespace
}  // namespace interleave
