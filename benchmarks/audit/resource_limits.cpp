// Reads limits, and how much of them is used, from /proc.
#include "benchmarks/audit/resource_limits.hpp"

#include "runners/system/process_limit.hpp"

#include <algorithm>

namespace interleave::audit {
namespace {

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
  const auto open_files = resource_limit_of(files, "Max open files");
  limits.open_files = open_files.soft;
  limits.open_files_hard = open_files.hard;
  limits.stack = resource_limit_of(files, "Max stack size").soft;
  limits.address_space = resource_limit_of(files, "Max address space").soft;
  limits.data_segment = resource_limit_of(files, "Max data size").soft;
  limits.file_size = resource_limit_of(files, "Max file size").soft;
  limits.cpu_seconds = resource_limit_of(files, "Max cpu time").soft;
  const process_limit processes = process_limit_of(files);
  limits.processes = processes.most;
  limits.threads_of_user = processes.threads_of_user;
  limits.pid_max = files.number("proc/sys/kernel/pid_max");
  limits.threads_max = files.number("proc/sys/kernel/threads-max");
  limits.map_count = files.number("proc/sys/vm/max_map_count");
  read_ports(files, limits);
  return limits;
}

}  // namespace interleave::audit
