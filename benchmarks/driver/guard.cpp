// The guard process: asleep in poll, out of reach of the terminal's signals, with no file of ours open.
#include "benchmarks/driver/guard.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/process_tree.hpp"
#include "runners/system/pidfd.hpp"
#include "runners/system/refusal.hpp"
#include "workloads/scratch_folder.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

void kill_all_marked(const std::string& mark) {
  // Two scans in a row must find no process, because one may be started during a scan. Only a process stuck in the
  // kernel survives SIGKILL for long, and we do not wait for it for ever.
  const auto patience_end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (int looks_without_any = 0; looks_without_any < 2 && std::chrono::steady_clock::now() < patience_end;) {
    const std::vector<pid_t> marked = processes_with_environment(mark);
    for (const pid_t process : marked) ::kill(process, SIGKILL);
    looks_without_any = marked.empty() ? looks_without_any + 1 : 0;
  }
}

[[noreturn]] void keep_watch(int driver_pidfd, const std::string& mark) {
  ::setsid();
  sigset_t all;
  sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  ::prctl(PR_SET_NAME, "interleave-grd");
  ::dup2(driver_pidfd, STDIN_FILENO);
  ::close_range(STDIN_FILENO + 1, ~0U, 0);

  pollfd driver_gone{STDIN_FILENO, POLLIN, 0};
  while (::poll(&driver_gone, 1, -1) < 0 && errno == EINTR) {
  }
  kill_all_marked(mark);
  remove_abandoned_scratch_folders();
  ::_exit(0);
}

}  // namespace

run_guard::run_guard()
    : mark_(fmt::format("INTERLEAVE_RUN={}.{}", ::getpid(),
                        std::chrono::steady_clock::now().time_since_epoch().count())) {
  const descriptor self(pidfd_of(::getpid()));
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error(refusal("start the guard process", errno));
  if (pid_ == 0) keep_watch(self.get(), mark_);
}

run_guard::~run_guard() {
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace interleave::driver
