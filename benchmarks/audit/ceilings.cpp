// The sums behind the ceilings, with what a thread, a process and a coroutine were measured to take.
#include "benchmarks/audit/ceilings.hpp"

#include "benchmarks/audit/checks.hpp"
#include "runners/system/address_space.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave::audit {
namespace {

// Measured on Debian 12, Linux 6.18, x86-64: 2000 waiting threads took 31 KiB each (half of it the kernel's stack),
// 1000 forked children that touched 16 KiB of their stack about 130 KiB each, most of it page tables. A worker's own
// buffers come on top, so a process is counted as twice that.
constexpr std::uint64_t bytes_per_thread = 32ULL << 10U;
constexpr std::uint64_t bytes_per_process = 256ULL << 10U;
// Waiting native coroutines have been measured at 214 to 547 bytes (hez2010/async-runtimes-benchmarks); even with a
// slot's latency buffer they take less than this.
constexpr std::uint64_t bytes_per_coroutine = 1ULL << 10U;
// What a process has mapped and open before its first task: libraries, heaps, standard streams, pipes, the ring.
constexpr std::uint64_t maps_in_use = 1000;
constexpr std::uint64_t files_in_use = 64;

std::optional<std::uint64_t> beyond(const limit& most, std::uint64_t used) {
  if (!most) return std::nullopt;
  return *most > used ? *most - used : 0;
}

std::optional<std::uint64_t> shared_out(const limit& whole, std::uint64_t part) {
  if (!whole) return std::nullopt;
  return *whole / part;
}

room room_in_memory(const machine& facts, std::uint64_t bytes_per_task) {
  if (facts.memory_bytes == 0) return {"memory", std::nullopt};  // not visible
  const auto in_group = facts.cgroup.memory_left_bytes;
  const bool group_binds = in_group && *in_group < facts.memory_available_bytes;
  return {group_binds ? "cgroup_memory" : "memory",
          (group_binds ? *in_group : facts.memory_available_bytes) / bytes_per_task};
}

std::uint64_t stack_bytes(const machine& facts) {
  return std::max<std::uint64_t>(1, facts.limits.stack.value_or(stack_where_unlimited));
}

// A limit that fails a sample before its first task leaves no room under any model. Otherwise it does not bind models
// without threads.
room room_for_a_sample(const machine& facts) {
  if (room_in_address_space(facts).count == 0) return {"address_space", 0};
  if (room_in_commit(facts).count == 0) return {"overcommit_memory", 0};
  return {"address_space", std::nullopt};
}

ceiling tightest(std::string_view model, std::string_view unit, const std::vector<room>& rooms) {
  const room* least = nullptr;
  for (const auto& candidate : rooms) {
    if (candidate.count && (least == nullptr || *candidate.count < *least->count)) least = &candidate;
  }
  if (least == nullptr) return {std::string(model), 0, {}, {}};
  return {std::string(model), *least->count, std::string(least->limit),
          fmt::format("{} leaves room for {} {}.", least->limit, grouped(*least->count), unit)};
}

}  // namespace

room room_in_pid_max(const machine& facts) {
  return {"pid_max", beyond(facts.limits.pid_max, facts.threads_existing)};
}
room room_in_threads_max(const machine& facts) {
  return {"threads_max", beyond(facts.limits.threads_max, facts.threads_existing)};
}
room room_in_processes(const machine& facts) {
  return {"processes", beyond(facts.limits.processes, facts.limits.threads_of_user)};
}
room room_in_cgroup_tasks(const machine& facts) {
  return {"cgroup_tasks", facts.cgroup.tasks_left};
}
room room_in_map_count(const machine& facts) {
  return {"map_count", shared_out(beyond(facts.limits.map_count, maps_in_use), mappings_per_thread)};
}
room room_in_open_files(const machine& facts) {
  return {"open_files", beyond(facts.limits.open_files, files_in_use)};
}
// All connections of a workload go from one loopback address to one port, so each needs a local port of its own.
room room_in_ports(const machine& facts) {
  if (facts.limits.ephemeral_ports == 0) return {"port_range", std::nullopt};
  return {"port_range", beyond(facts.limits.ephemeral_ports, facts.limits.time_wait_sockets)};
}

// Stacks are mapped whole but mostly untouched, so only strict overcommit and address space limits count their full
// size.
room room_in_address_space(const machine& facts) {
  return {"address_space", shared_out(beyond(facts.limits.address_space, reserved_by_a_sample), stack_bytes(facts))};
}
room room_in_data_segment(const machine& facts) {
  return {"data_segment", shared_out(facts.limits.data_segment, stack_bytes(facts))};
}
room room_in_commit(const machine& facts) {
  return {"overcommit_memory",
          shared_out(beyond(facts.limits.commit_left_bytes, reserved_by_a_sample), stack_bytes(facts))};
}

std::vector<ceiling> ceilings_of(const machine& facts) {
  const std::vector<room> tasks_of_the_kernel{room_in_pid_max(facts), room_in_threads_max(facts),
                                              room_in_processes(facts), room_in_cgroup_tasks(facts)};
  auto threads = tasks_of_the_kernel;
  for (const auto& more : {room_in_map_count(facts), room_in_memory(facts, bytes_per_thread),
                           room_in_address_space(facts), room_in_data_segment(facts), room_in_commit(facts)}) {
    threads.push_back(more);
  }
  auto processes = tasks_of_the_kernel;
  processes.push_back(room_in_memory(facts, bytes_per_process));
  processes.push_back(room_for_a_sample(facts));

  std::vector<ceiling> found;
  for (auto& candidate : {tightest("threads", "threads", threads), tightest("processes", "processes", processes),
                          tightest("event_loop", "waiting coroutines",
                                   {room_in_memory(facts, bytes_per_coroutine), room_for_a_sample(facts)}),
                          tightest("sockets", "sockets in one process, whatever the model",
                                   {room_in_open_files(facts), room_in_ports(facts)})}) {
    if (!candidate.limit.empty()) found.push_back(candidate);
  }
  return found;
}

}  // namespace interleave::audit
