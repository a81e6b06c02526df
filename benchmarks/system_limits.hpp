// What the system allows one cell to use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>

namespace interleave {

struct system_limits {
  std::uint64_t open_files;
  std::uint64_t tasks;  // further threads and processes
  std::string_view tasks_by = "pid_max, threads-max, ulimit -Hu";
  // Further mappings of memory of one process.
  std::uint64_t mappings = std::numeric_limits<std::uint64_t>::max();
  // Address space for stacks of threads, once a sample has reserved what it needs itself; 0: not even that.
  std::uint64_t stack_space = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t stack_bytes = std::uint64_t{8} << 20U;  // of one thread
  std::string_view stack_space_by = "ulimit -v";
};
// A thread's stack is two mappings: the stack, and its guard page.
inline constexpr std::int64_t mappings_per_thread = 2;

// Read once. `root`: where /proc and /sys are, which tests write themselves.
system_limits limits_of_this_system(const std::filesystem::path& root = "/");

}  // namespace interleave
