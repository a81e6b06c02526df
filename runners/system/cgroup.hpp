// What the control groups of this process (version 1, version 2 or a mix of both) leave to it.
#pragma once

#include "runners/system/system_files.hpp"

#include <cstdint>
#include <optional>

namespace interleave {

// The tightest limit along the path from this process's control group to the root. Absent: unlimited.
struct cgroup_limits {
  std::optional<double> cpu_quota;  // in cores
  std::optional<std::uint64_t> memory_left_bytes;
  std::optional<std::uint64_t> tasks_left;
  std::uint64_t throttled_periods = 0;
};

[[nodiscard]] cgroup_limits read_cgroup_limits(const system_files& files);

}  // namespace interleave
