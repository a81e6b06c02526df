// Adding up what the threads that share a lock have experienced.
#include "runners/handed_over_lock.hpp"

#include <algorithm>
#include <cmath>

namespace interleave {
namespace {

// Nearest rank.
double median_wait_ns(std::uint64_t found_free, std::vector<std::uint64_t>& waits_ticks) {
  const std::uint64_t rank = (found_free + waits_ticks.size() + 1) / 2;  // 1 is the smallest
  if (rank <= found_free) return 0;
  const auto at = waits_ticks.begin() + static_cast<std::ptrdiff_t>(rank - found_free - 1);
  std::nth_element(waits_ticks.begin(), at, waits_ticks.end());
  return std::round(static_cast<double>(*at) * ns_per_tick());
}

}  // namespace

counters lock_counters(std::span<const lock_member> members, task_id tasks) {
  std::uint64_t found_free = 0;
  std::uint64_t handed_over = 0;
  std::vector<std::uint64_t> waits_ticks;
  for (const lock_member& member : members) {
    found_free += member.found_free;
    handed_over += member.handed_over;
    waits_ticks.insert(waits_ticks.end(), member.waits_ticks.begin(), member.waits_ticks.end());
  }
  const auto n = static_cast<double>(tasks);
  return {{"lock_wait_ns_p50", median_wait_ns(found_free, waits_ticks)},
          {"lock_waits_per_task", static_cast<double>(waits_ticks.size()) / n},
          {"lock_hand_overs_per_task", static_cast<double>(handed_over) / n}};
}

}  // namespace interleave
