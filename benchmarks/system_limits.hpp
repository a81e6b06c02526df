// What the system allows one cell to use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>

namespace interleave {

struct system_limits {
  std::uint64_t open_files;
  std::uint64_t tasks;  // how many more threads and processes may be created
  std::string_view tasks_by = "pid_max, threads-max, ulimit -u";
  // How many more memory mappings one process may have.
  std::uint64_t mappings = std::numeric_limits<std::uint64_t>::max();
  // Address space for threads' stacks, after what a sample itself reserves; 0: not even enough for that.
  std::uint64_t stack_space = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t stack_bytes = std::uint64_t{8} << 20U;  // of one thread
  std::string_view stack_space_by = "ulimit -v";
};

// Read once. `root`: the folder that holds proc and sys; tests write their own.
system_limits limits_of_this_system(const std::filesystem::path& root = "/");

}  // namespace interleave
