// How many threads and processes the kernel lets this process's user have: RLIMIT_NPROC and what counts against it.
#pragma once

#include "runners/system/system_files.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace interleave {

// Absent: unlimited.
struct resource_limit {
  std::optional<std::uint64_t> soft;
  std::optional<std::uint64_t> hard;
};
// One line of /proc/self/limits, such as "Max open files".
[[nodiscard]] resource_limit resource_limit_of(const system_files& files, std::string_view name);

struct process_limit {
  std::optional<std::uint64_t> most;  // soft, as the suite does not raise it; absent if the kernel does not enforce it
  std::uint64_t threads_of_user = 0;  // already counted against it; 0 where it is absent
};
[[nodiscard]] process_limit process_limit_of(const system_files& files);

}  // namespace interleave
