// How far each model can go before a limit of this machine stops it.
// A prediction from limits alone: it ignores what a runner needs beyond one thread, process or socket per task.
#pragma once

#include "benchmarks/audit/audit.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace interleave::audit {

// How many threads (or processes, or sockets) one limit leaves room for.
struct room {
  std::string_view limit;
  std::optional<std::uint64_t> count;  // absent: the limit does not bind
};

// Limits that count threads, whether of one process or of many.
[[nodiscard]] room room_in_pid_max(const machine& facts);
[[nodiscard]] room room_in_threads_max(const machine& facts);
[[nodiscard]] room room_in_processes(const machine& facts);
[[nodiscard]] room room_in_cgroup_tasks(const machine& facts);
// Limits on the threads of one process.
[[nodiscard]] room room_in_map_count(const machine& facts);
[[nodiscard]] room room_in_address_space(const machine& facts);
[[nodiscard]] room room_in_data_segment(const machine& facts);
[[nodiscard]] room room_in_commit(const machine& facts);
// Limits on the sockets of one process.
[[nodiscard]] room room_in_open_files(const machine& facts);
[[nodiscard]] room room_in_ports(const machine& facts);

[[nodiscard]] std::vector<ceiling> ceilings_of(const machine& facts);

}  // namespace interleave::audit
