// Starting, watching and ending a peer's first process.
#include "workloads/peer/peer_server.hpp"

#include "workloads/ended_process.hpp"
#include "workloads/io/system.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <stdexcept>

#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace interleave {
namespace {

void close_all_but(std::span<const int> kept) {
  std::vector<int> sorted(kept.begin(), kept.end());
  std::ranges::sort(sorted);
  int from = 3;
  for (const int fd : sorted) {
    if (fd > from) close_range(static_cast<unsigned>(from), static_cast<unsigned>(fd - 1), 0);
    from = std::max(from, fd + 1);
  }
  close_range(static_cast<unsigned>(from), ~0U, 0);
}

std::optional<std::chrono::nanoseconds> cpu_time_of(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) return std::nullopt;
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace

void peer_server::start(std::span<const int> kept, const std::function<void()>& serve) {
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) throw_errno("fork " + name_);
  if (pid_ > 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);  // the parent ended before the line above
  close_all_but(kept);
  try {
    serve();
  } catch (...) {
  }
  _exit(1);
}

peer_server::~peer_server() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::chrono::nanoseconds peer_server::cpu_time() const {
  std::chrono::nanoseconds all{0};
  for (const pid_t process : processes()) {
    // One of the others may just have ended.
    if (const auto used = cpu_time_of(process))
      all += *used;
    else if (process == pid_) {
      check_alive();
      throw std::runtime_error(name_ + "'s CPU time cannot be read");
    }
  }
  return all;
}

void peer_server::check_alive() const {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0) return;
  std::string what = name_ + " was lost";
  if (const std::string said = last_words(); !said.empty()) what += ": " + said;
  throw_lost(what, status_of(info));
}

}  // namespace interleave
