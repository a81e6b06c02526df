// The facts about a machine that are recorded with every result. Readings only, no judgements (see checks.hpp).
#pragma once

#include "benchmarks/audit/probes.hpp"
#include "runners/system/cgroup.hpp"
#include "runners/system/system_files.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::audit {

// A limit that is absent is unlimited.
using limit = std::optional<std::uint64_t>;

struct resource_limits {
  limit open_files;                   // RLIMIT_NOFILE, soft
  limit open_files_hard;              // what `ulimit -n` may raise it to
  limit processes;                    // RLIMIT_NPROC, soft, absent if the kernel does not enforce it for us
  std::uint64_t threads_of_user = 0;  // already counted against RLIMIT_NPROC
  limit address_space;                // RLIMIT_AS
  limit data_segment;                 // RLIMIT_DATA: memory that is written to and private, stacks of threads included
  limit file_size;                    // RLIMIT_FSIZE
  limit cpu_seconds;                  // RLIMIT_CPU, of each process
  limit stack;                        // RLIMIT_STACK: what a thread's stack is given
  limit map_count;                    // vm.max_map_count
  limit pid_max;
  limit threads_max;
  limit commit_left_bytes;  // what strict overcommit (vm.overcommit_memory=2) still allows
  std::uint64_t ephemeral_ports = 0;
  std::uint64_t time_wait_sockets = 0;
};

// What happened between two readings of the machine's counters.
struct activity {
  double foreign_share = 0;  // of all CPU time, used by other processes, steal left out
  double steal_share = 0;
  std::uint64_t swapped_pages = 0;
  std::uint64_t throttled_periods = 0;  // by our group's CPU quota
  std::uint64_t heat_events = 0;        // times that a processor slowed down because it was hot
};

// Pressure stall information: share of the last ten seconds in which some task waited, in percent.
struct pressure {
  double cpu = 0;
  double memory = 0;
  double io = 0;
};

// Files that every Linux kernel shows unless something hides them. Without one of them a fact is unknown, whatever the
// members of `machine` hold.
inline constexpr std::array<std::string_view, 12> vital_files{"proc/loadavg",
                                                              "proc/stat",
                                                              "proc/meminfo",
                                                              "proc/self/stat",
                                                              "proc/self/status",
                                                              "proc/self/limits",
                                                              "proc/sys/kernel/pid_max",
                                                              "proc/sys/kernel/threads-max",
                                                              "proc/sys/kernel/randomize_va_space",
                                                              "proc/sys/vm/max_map_count",
                                                              "proc/sys/vm/overcommit_memory",
                                                              "proc/sys/net/ipv4/ip_local_port_range"};

struct machine {
  std::set<std::string, std::less<>> unreadable;  // of the vital files

  std::string host;
  std::string kernel;
  std::string os;
  std::string virtualization;  // "none", "kvm", "kvm, container", ...
  std::string allocator;

  std::string cpu_model;
  std::uint64_t cores_online = 1;
  std::uint64_t cores_allowed = 1;  // by affinity
  std::uint64_t cores_usable = 1;   // by affinity and quota
  std::string smt;                  // "on", "off", "unknown"
  std::string governor;             // "performance"; several joined by ", "; "unknown" where none is visible
  std::string turbo;                // "on", "off", "unknown"
  std::string clocksource;
  std::string clocksources_available;
  std::optional<double> temperature_celsius;
  std::optional<bool> on_battery;

  double load_at_start = 0;
  std::uint64_t threads_existing = 0;  // on the whole machine; they count against pid_max and threads-max
  activity seen;
  std::optional<pressure> stalls;

  std::uint64_t memory_bytes = 0;
  std::uint64_t memory_available_bytes = 0;
  std::uint64_t swap_used_bytes = 0;
  std::string transparent_huge_pages;

  std::uint64_t timer_slack_ns = 0;
  int address_randomization = 2;  // kernel.randomize_va_space; also 0 if this process has it switched off
  int io_uring_disabled = 0;      // kernel.io_uring_disabled
  std::string io_uring_error;     // empty: works
  std::string hardware_counters_error;
  std::optional<cache_room> room_in_cache;
  std::optional<std::uint64_t> room_for_results_bytes;

  resource_limits limits;
  cgroup_limits cgroup;

  [[nodiscard]] bool shows(std::string_view file) const { return !unreadable.contains(file); }
};

// As /proc/cpuinfo names it, on any architecture; "unknown" where nothing does.
[[nodiscard]] std::string cpu_model(const system_files& files);

[[nodiscard]] machine read_machine(const std::filesystem::path& root, const probes& ask);

}  // namespace interleave::audit
