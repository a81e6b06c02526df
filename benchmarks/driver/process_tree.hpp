// What /proc says about our descendants: who they are, and the memory they use together.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace interleave::driver {

// Children of all threads of a process; empty where it is gone.
std::vector<pid_t> children_of(pid_t process);
// Children, their children and so on. `spared` and what it started are left out.
std::vector<pid_t> descendants_of(pid_t process, pid_t spared);
// Exited, and only waiting to be reaped (or already gone).
bool is_dead(pid_t process);

// The memory that processes use together, pages that they share counted once. The exact figure is expensive (the kernel
// walks every mapping), so it is asked for only where the cheap upper bound is above `interesting_bytes`.
std::uint64_t memory_used_bytes(const std::vector<pid_t>& processes, std::uint64_t interesting_bytes);

// What the machine could still give without swapping; 0 where unknown.
std::uint64_t memory_available_bytes();

// Processes started with the variable "NAME=value" in their environment, however far they have run from their parents.
std::vector<pid_t> processes_with_environment(std::string_view assignment);

}  // namespace interleave::driver
