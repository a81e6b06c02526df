// Whether the limits leave room for the largest cell that is wanted.
#include "benchmarks/audit/ceilings.hpp"
#include "benchmarks/audit/checks.hpp"
#include "runners/system/address_space.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace interleave::audit {
namespace {

check held_against(const subject& about, const room& left, std::uint64_t wanted, std::string_view unit,
                   std::string_view consequence, std::string mend) {
  if (!left.count) return about.passed("It does not bind us.");
  const auto finding =
      fmt::format("Room for {} {}; up to {} tasks are to be outstanding", grouped(*left.count), unit, grouped(wanted));
  if (*left.count >= wanted) return about.passed(finding + ".");
  return about.warning(fmt::format("{}: {}", finding, consequence), std::move(mend));
}

constexpr std::string_view smaller_cells =
    "larger cells of runners with a thread or a process for each task in flight are unsupported here.";

// Enough for the wanted tasks and as many again for everything else on the machine, but at least a round number.
std::uint64_t generous(std::uint64_t wanted) {
  return std::max<std::uint64_t>(65'536, 2 * wanted);
}

check open_files(const machine& facts, std::uint64_t wanted) {
  constexpr subject about{"open_files", "Open files"};
  const auto hard = facts.limits.open_files_hard;
  const auto enough = wanted + 1024;
  return held_against(about, room_in_open_files(facts), wanted, "sockets in one process",
                      "larger cells of workloads with a socket for each task are unsupported here.",
                      !hard || *hard >= enough
                          ? fmt::format("ulimit -n {}", enough)
                          : fmt::format("Raise the hard limit ({}) in /etc/security/limits.conf to {}, log in again, "
                                        "then: ulimit -n {}",
                                        grouped(*hard), enough, enough));
}

check processes(const machine& facts, std::uint64_t wanted) {
  return held_against({"processes", "Processes of this user"}, room_in_processes(facts), wanted, "threads or processes",
                      smaller_cells, fmt::format("ulimit -u {}", generous(wanted)));
}

check pid_max(const machine& facts, std::uint64_t wanted) {
  return held_against({"pid_max", "Process numbers"}, room_in_pid_max(facts), wanted, "threads or processes",
                      smaller_cells, fmt::format("sudo sysctl kernel.pid_max={}", generous(wanted)));
}

check threads_max(const machine& facts, std::uint64_t wanted) {
  return held_against({"threads_max", "Threads of the machine"}, room_in_threads_max(facts), wanted,
                      "threads or processes", smaller_cells,
                      fmt::format("sudo sysctl kernel.threads-max={}", generous(wanted)));
}

check map_count(const machine& facts, std::uint64_t wanted) {
  return held_against({"map_count", "Memory mappings"}, room_in_map_count(facts), wanted,
                      "threads in one process, two mappings each",
                      "larger cells of runners with a thread for each task in flight are unsupported here.",
                      fmt::format("sudo sysctl vm.max_map_count={}", 2 * generous(wanted)));
}

check cgroup_tasks(const machine& facts, std::uint64_t wanted) {
  return held_against({"cgroup_tasks", "Tasks of the control group"}, room_in_cgroup_tasks(facts), wanted,
                      "threads or processes", smaller_cells,
                      "Raise pids.max of the container or session (docker run --pids-limit -1; systemd TasksMax=).");
}

check port_range(const machine& facts, std::uint64_t wanted) {
  return held_against(
      {"port_range", "Local ports"}, room_in_ports(facts), wanted,
      "connections to one peer, less those still in TIME_WAIT", "connects fail beyond that, and the cells with them.",
      "sudo sysctl net.ipv4.ip_local_port_range=\"10000 65535\", or wait a minute for TIME_WAIT to pass");
}

// Checks what a limit of memory leaves for stacks, beyond the `needed` bytes that a sample takes before its first task.
check for_stacks(const subject& about, const limit& most, std::uint64_t needed, const room& left, std::uint64_t wanted,
                 std::string mend) {
  if (most && *most <= needed)
    return about.invalid(fmt::format("{}, and a sample takes {} before its first task: every sample fails.",
                                     in_bytes(*most), in_bytes(needed)),
                         std::move(mend));
  return held_against(about, left, wanted, "threads' stacks",
                      "larger cells of runners with a thread for each task in flight fail here.", std::move(mend));
}

check address_space(const machine& facts, std::uint64_t wanted) {
  return for_stacks({"address_space", "Address space"}, facts.limits.address_space, reserved_by_a_sample,
                    room_in_address_space(facts), wanted, "ulimit -v unlimited");
}

check data_segment(const machine& facts, std::uint64_t wanted) {
  // What a single-threaded program takes of it.
  constexpr std::uint64_t least = 4ULL << 20U;
  return for_stacks({"data_segment", "Private memory"}, facts.limits.data_segment, least, room_in_data_segment(facts),
                    wanted, "ulimit -d unlimited");
}

check overcommit(const machine& facts, std::uint64_t wanted) {
  return for_stacks({"overcommit", "Memory that may be promised"}, facts.limits.commit_left_bytes, reserved_by_a_sample,
                    room_in_commit(facts), wanted, "sudo sysctl vm.overcommit_memory=0");
}

check file_size(const machine& facts, std::uint64_t) {
  constexpr subject about{"file_size", "Size of files"};
  // The file of io_file_read has 64 MiB; the results of a full run take some tens of MiB.
  constexpr std::uint64_t least = 256ULL << 20U;
  const auto most = facts.limits.file_size;
  if (!most) return about.passed("It is unlimited.");
  const auto finding = fmt::format("Files may have {}", in_bytes(*most));
  if (*most >= least) return about.passed(finding + ".");
  return about.warning(finding + ": io_file_read has a file of 64 MiB, and results may not fit.",
                       "ulimit -f unlimited");
}

check cache_space(const machine& facts, std::uint64_t) {
  constexpr subject about{"cache_space", "Room for the test file"};
  const auto& room = facts.room_in_cache;
  if (!room) return about.passed("It is not visible how much there is.");
  if (room->is_made) return about.passed(fmt::format("The file of io_file_read is in {}.", room->folder));
  const auto finding = fmt::format("{} are free for {}", in_bytes(room->free_bytes), room->folder);
  if (room->free_bytes >= test_file_bytes) return about.passed(finding + ".");
  return about.warning(fmt::format("{}: io_file_read makes a file of {} there, and all its samples fail.", finding,
                                   in_bytes(test_file_bytes)),
                       "Make room, or name another folder in INTERLEAVE_CACHE.");
}

check results_space(const machine& facts, const sources& from) {
  constexpr subject about{"results_space", "Room for results"};
  if (!facts.room_for_results_bytes) return about.passed("It is not visible how much there is.");
  const auto finding =
      fmt::format("{} are free for the folder {}", in_bytes(*facts.room_for_results_bytes), from.results.string());
  if (*facts.room_for_results_bytes >= results_bytes) return about.passed(finding + ".");
  return about.warning(fmt::format("{}: a full run needs up to {}, and a run ends where its disk is full.", finding,
                                   in_bytes(results_bytes)),
                       "Make room, or name a folder on another disk with --out.");
}

check cpu_seconds(const machine& facts, std::uint64_t) {
  constexpr subject about{"cpu_seconds", "CPU time of a process"};
  // A sample is ended by its timeout after half a minute.
  constexpr std::uint64_t least_per_core = 30;
  const auto most = facts.limits.cpu_seconds;
  if (!most) return about.passed("It is unlimited.");
  const auto finding = fmt::format("A process is ended after {} s of CPU time", grouped(*most));
  if (*most >= least_per_core * facts.cores_usable) return about.passed(finding + ".");
  return about.warning(finding + ": a sample on all cores that takes long meets it.", "ulimit -t unlimited");
}

}  // namespace

void check_limits(const machine& facts, const sources& from, std::vector<check>& found) {
  for (const auto look : {open_files, processes, pid_max, threads_max, map_count, cgroup_tasks, port_range,
                          address_space, data_segment, overcommit, file_size, cache_space, cpu_seconds}) {
    found.push_back(look(facts, from.largest_in_flight));
  }
  found.push_back(results_space(facts, from));
}

}  // namespace interleave::audit
