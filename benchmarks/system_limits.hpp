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
  // Further threads of one process.
  std::uint64_t threads = std::numeric_limits<std::uint64_t>::max();
};

// Read once. `root`: where /proc and /sys are, which tests write themselves.
system_limits limits_of_this_system(const std::filesystem::path& root = "/");

}  // namespace interleave
