// We wait for the process itself (pidfd), never for the end of a pipe, which a forgotten grandchild could hold open for
// ever.
#include "benchmarks/driver/supervised_child.hpp"

#include "benchmarks/driver/memory_watch.hpp"
#include "benchmarks/driver/orphans.hpp"
#include "benchmarks/driver/process_tree.hpp"
#include "workloads/scratch_folder.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <poll.h>
#include <sys/wait.h>

namespace interleave::driver {
namespace {

using steady = std::chrono::steady_clock;

// Helper processes told to end along with the child may still be ending when it exits.
constexpr std::chrono::milliseconds orphan_grace(200);

struct stop {
  overrun reason = overrun::none;
  std::uint64_t memory_used_bytes = 0;
};

// Returns once the child has exited, has exceeded a limit, or a stop signal has come.
stop watch(const child_process& child, const child_start& start, const supervision& how) {
  const sample_limits& limits = how.limits;
  const memory_watch memory(limits.memory_bytes, how.guard.pid());
  const auto deadline = steady::now() + limits.time;
  for (;;) {
    const auto wait = std::min<steady::duration>(how.look_interval, deadline - steady::now());
    const auto wait_ms = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(wait).count());
    std::array<pollfd, 2> watched{{{child.pidfd(), POLLIN, 0}, {how.signals.fd(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), static_cast<int>(wait_ms));
    if (watched[0].revents != 0 || watched[1].revents != 0) return {};
    if (const std::uint64_t used = memory.excess_bytes(); used != 0) return {overrun::memory, used};
    if (size_of(start.output) + size_of(start.errors) > limits.output_bytes) return {overrun::output, 0};
    if (steady::now() >= deadline) return {overrun::time, 0};
  }
}

}  // namespace

process_end supervise(child_start start, const supervision& how) {
  start.environment.push_back(how.guard.mark());
  start.signal_mask = how.signals.mask_before();
  child_process child(start);

  const stop stopped = watch(child, start, how);
  const bool cut_short = stopped.reason != overrun::none || how.signals.received().has_value();
  const std::set<std::string> halted = stopped.reason == overrun::time
                                           ? names_of_stopped(descendants_of(::getpid(), how.guard.pid()))
                                           : std::set<std::string>();
  if (cut_short) child.kill_group();
  const child_process::ending ending = child.reap();
  const int left = end_orphans(how.guard.pid(), cut_short ? std::chrono::nanoseconds(0) : orphan_grace);

  if (cut_short || WIFSIGNALED(ending.status)) remove_abandoned_scratch_folders();

  process_end end;
  end.signalled = WIFSIGNALED(ending.status);
  end.code = end.signalled ? WTERMSIG(ending.status) : WEXITSTATUS(ending.status);
  end.stopped_for = stopped.reason;
  end.memory_used_bytes = stopped.memory_used_bytes;
  end.memory_peak_bytes = static_cast<std::uint64_t>(ending.usage.ru_maxrss) << 10U;
  end.processes_left = left;
  end.stopped = halted;
  return end;
}

}  // namespace interleave::driver
