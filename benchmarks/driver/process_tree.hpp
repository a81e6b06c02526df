// What /proc says about our descendants: their pids, and the memory they use together.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace interleave::driver {

// The children of all threads of a process; empty if it no longer exists.
std::vector<pid_t> children_of(pid_t process);
// Children, their children and so on. `spared` and what it started are left out.
std::vector<pid_t> descendants_of(pid_t process, pid_t spared);
// True if the process has exited and only waits to be reaped, or has been already.
bool is_dead(pid_t process);
// The names of those that somebody has stopped (SIGSTOP), each once.
std::set<std::string> names_of_stopped(const std::vector<pid_t>& processes);

// The memory that processes use together, with shared pages counted once. The exact figure is expensive (the kernel
// walks every mapping), so it is computed only if the cheap upper bound is above `interesting_bytes`.
std::uint64_t memory_used_bytes(const std::vector<pid_t>& processes, std::uint64_t interesting_bytes);

// How much memory the machine could still provide without swapping; 0 if unknown.
std::uint64_t memory_available_bytes();

// Processes started with "NAME=value" in their environment, even if they are no longer our descendants.
std::vector<pid_t> processes_with_environment(std::string_view assignment);

}  // namespace interleave::driver
