// What the machine does during the audit: CPU time of others, swapping, throttling.
#pragma once

#include "benchmarks/audit/machine.hpp"
#include "runners/system/system_files.hpp"

#include <cstdint>

namespace interleave::audit {

// Counters since boot; only the difference between two readings is meaningful.
struct activity_counters {
  std::uint64_t total_ticks = 0;
  std::uint64_t busy_ticks = 0;
  std::uint64_t steal_ticks = 0;
  std::uint64_t own_ticks = 0;
  std::uint64_t swapped_pages = 0;
  std::uint64_t throttled_periods = 0;
  std::uint64_t heat_events = 0;
};

[[nodiscard]] activity_counters read_activity(const system_files& files);
[[nodiscard]] activity activity_between(const activity_counters& before, const activity_counters& after);

}  // namespace interleave::audit
