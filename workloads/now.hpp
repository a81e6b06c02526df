// The system's clock for everything that is not done once per task.
#pragma once

#include <cstdint>

#include <time.h>

namespace interleave {

// CLOCK_MONOTONIC, nanoseconds.
inline std::uint64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_nsec);
}

}  // namespace interleave
