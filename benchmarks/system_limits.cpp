// Reading the limits.
#include "benchmarks/system_limits.hpp"

#include "runners/system/address_space.hpp"
#include "runners/system/cgroup.hpp"
#include "runners/system/process_limit.hpp"
#include "runners/system/system_files.hpp"
#include "workloads/batch.hpp"

#include <algorithm>
#include <optional>

#include <sys/resource.h>

namespace interleave {
namespace {

static_assert(reserved_by_a_sample > batch_log::most_tasks * sizeof(std::uint64_t));

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

std::uint64_t hard(decltype(RLIMIT_NOFILE) resource) {
  rlimit limit{};
  getrlimit(resource, &limit);
  return limit.rlim_max == RLIM_INFINITY ? unlimited : limit.rlim_max;
}

std::uint64_t soft(decltype(RLIMIT_NOFILE) resource) {
  rlimit limit{};
  getrlimit(resource, &limit);
  return limit.rlim_cur == RLIM_INFINITY ? unlimited : limit.rlim_cur;
}

std::uint64_t less(std::uint64_t whole, std::uint64_t part) {
  return whole - std::min(whole, part);
}

// Threads and processes that exist now: the second number of the fourth field of /proc/loadavg, "2/371".
std::uint64_t tasks_now(const system_files& files) {
  const std::string text = files.text("proc/loadavg");
  const auto words = words_of(text);
  if (words.size() < 4) return 0;
  const std::size_t slash = words[3].find('/');
  return slash == std::string_view::npos ? 0 : parse_number(words[3].substr(slash + 1)).value_or(0);
}

void bound(system_limits& limits, std::uint64_t tasks, std::string_view by) {
  if (tasks >= limits.tasks) return;
  limits.tasks = tasks;
  limits.tasks_by = by;
}

std::uint64_t mappings_left(const system_files& files) {
  const auto most = files.number("proc/sys/vm/max_map_count");
  if (!most) return unlimited;
  const std::string maps = files.text("proc/self/maps");
  // A few dozen more for buffers and the heaps that the allocator gives to threads.
  constexpr std::uint64_t to_come = 128;
  return less(*most, lines_of(maps).size() + to_come);
}

// The soft limits, because the suite does not raise these.
void bound_stacks(system_limits& limits) {
  if (const std::uint64_t stack = soft(RLIMIT_STACK); stack != unlimited)
    limits.stack_bytes = stack;
  else
    limits.stack_bytes = stack_where_unlimited;
  if (const std::uint64_t space = soft(RLIMIT_AS); space != unlimited)
    limits.stack_space = less(space, reserved_by_a_sample);
  if (const std::uint64_t data = soft(RLIMIT_DATA); data < limits.stack_space) {
    limits.stack_space = data;
    limits.stack_space_by = "ulimit -d";
  }
}

}  // namespace

system_limits limits_of_this_system(const std::filesystem::path& root) {
  const system_files files(root);
  const std::uint64_t existing = tasks_now(files);
  system_limits limits{.open_files = hard(RLIMIT_NOFILE), .tasks = unlimited};
  // Once pids have wrapped around, the kernel no longer hands out the first 300 (kernel/pid.c: RESERVED_PIDS).
  constexpr std::uint64_t reserved = 300;
  bound(limits, less(files.number("proc/sys/kernel/pid_max").value_or(32768), existing + reserved), "pid_max");
  bound(limits, less(files.number("proc/sys/kernel/threads-max").value_or(unlimited), existing), "threads-max");
  const process_limit of_user = process_limit_of(files);
  bound(limits, less(of_user.most.value_or(unlimited), of_user.threads_of_user), "ulimit -u");
  bound(limits, read_cgroup_limits(files).tasks_left.value_or(unlimited), "cgroup pids.max");
  limits.mappings = mappings_left(files);
  bound_stacks(limits);
  return limits;
}

}  // namespace interleave
