// Kills until no process is left: the children of a killed process become ours, so one pass is not enough.
#include "benchmarks/driver/orphans.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/process_tree.hpp"
#include "runners/system/pidfd.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <set>
#include <vector>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

using clock = std::chrono::steady_clock;

// Reaps the children that are dead, returns the others.
std::vector<pid_t> living_children(pid_t spared) {
  std::vector<pid_t> children = children_of(::getpid());
  std::erase(children, spared);
  std::erase_if(children, [](pid_t child) { return ::waitpid(child, nullptr, WNOHANG) != 0; });
  return children;
}

// Waits until the process has exited or the deadline has passed.
void wait_for_exit(pid_t process, clock::time_point deadline) {
  const descriptor pidfd(open_pidfd(process));
  if (pidfd.get() < 0) return;
  pollfd exited{pidfd.get(), POLLIN, 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now());
  ::poll(&exited, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
}

}  // namespace

void become_subreaper() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int end_orphans(pid_t spared, std::chrono::nanoseconds grace) {
  const auto grace_end = clock::now() + grace;
  std::vector<pid_t> living = living_children(spared);
  while (!living.empty() && clock::now() < grace_end) {
    wait_for_exit(living.front(), grace_end);
    living = living_children(spared);
  }
  std::set<pid_t> killed;
  // Only a process stuck in the kernel survives SIGKILL for long; the run does not wait for it for ever.
  const auto patience_end = clock::now() + std::chrono::seconds(5);
  while (!living.empty() && clock::now() < patience_end) {
    for (const pid_t process : descendants_of(::getpid(), spared))
      if (!is_dead(process) && ::kill(process, SIGKILL) == 0) killed.insert(process);
    wait_for_exit(living.front(), patience_end);
    living = living_children(spared);
  }
  return static_cast<int>(killed.size());
}

}  // namespace interleave::driver
