// Reads limits, and how much of them is used, from /proc.
#include "benchmarks/audit/resource_limits.hpp"

#include <algorithm>

namespace interleave::audit {
namespace {

struct soft_and_hard {
  limit soft;
  limit hard;
};

// "Max open files            1024                 1048576              files"; "unlimited" is not a number.
soft_and_hard rlimit(const system_files& files, std::string_view name) {
  const auto text = files.text("proc/self/limits");
  for (const auto line : lines_of(text)) {
    if (!line.starts_with(name)) continue;
    const auto words = words_of(line.substr(name.size()));
    if (words.size() >= 2) return {parse_number(words[0]), parse_number(words[1])};
  }
  return {};
}

// RLIMIT_NPROC does not apply to root, but only in the first user namespace.
bool exempt_from_process_limit(const system_files& files) {
  constexpr std::uint64_t sys_admin = 1ULL << 21U;
  constexpr std::uint64_t sys_resource = 1ULL << 24U;
  const auto capabilities = parse_number(files.field("proc/self/status", "CapEff"), 16).value_or(0);
  const auto map_text = files.text("proc/self/uid_map");
  const auto map = words_of(map_text);
  const bool first_namespace = map.empty() || (map.size() == 3 && map[0] == "0" && map[2] == "4294967295");
  return first_namespace && (capabilities & (sys_admin | sys_resource)) != 0;
}

// Counts threads, not only processes.
std::uint64_t threads_of_user(const system_files& files) {
  const auto user_of = [&](const std::string& path) {
    const auto ids = files.field(path, "Uid");  // real, effective, saved, file system
    const auto words = words_of(ids);
    return words.empty() ? std::string() : std::string(words.front());
  };
  const auto own_user = user_of("proc/self/status");
  std::uint64_t threads = 0;
  for (const auto& entry : files.entries("proc")) {
    if (!parse_number(entry)) continue;
    const auto status = "proc/" + entry + "/status";
    if (user_of(status) == own_user) threads += parse_number(files.field(status, "Threads")).value_or(1);
  }
  return threads;
}

void read_ports(const system_files& files, resource_limits& limits) {
  const auto range_text = files.text("proc/sys/net/ipv4/ip_local_port_range");
  const auto range = words_of(range_text);
  if (range.size() == 2) {
    const auto first = parse_number(range[0]).value_or(0);
    const auto last = parse_number(range[1]).value_or(0);
    if (last >= first) limits.ephemeral_ports = last - first + 1;
  }
  const auto sockets = files.field("proc/net/sockstat", "TCP");  // "inuse 6 orphan 0 tw 12 alloc 8 mem 2"
  const auto words = words_of(sockets);
  const auto key = std::find(words.begin(), words.end(), "tw");
  if (words.end() - key >= 2) limits.time_wait_sockets = parse_number(key[1]).value_or(0);
}

}  // namespace

resource_limits read_resource_limits(const system_files& files) {
  resource_limits limits;
  const auto open_files = rlimit(files, "Max open files");
  limits.open_files = open_files.soft;
  limits.open_files_hard = open_files.hard;
  limits.stack = rlimit(files, "Max stack size").soft;
  limits.address_space = rlimit(files, "Max address space").soft;
  limits.data_segment = rlimit(files, "Max data size").soft;
  limits.file_size = rlimit(files, "Max file size").soft;
  limits.cpu_seconds = rlimit(files, "Max cpu time").soft;
  if (!exempt_from_process_limit(files)) {
    limits.processes = rlimit(files, "Max processes").soft;
    if (limits.processes) limits.threads_of_user = threads_of_user(files);
  }
  limits.pid_max = files.number("proc/sys/kernel/pid_max");
  limits.threads_max = files.number("proc/sys/kernel/threads-max");
  limits.map_count = files.number("proc/sys/vm/max_map_count");
  read_ports(files, limits);
  return limits;
}

}  // namespace interleave::audit
