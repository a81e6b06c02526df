// How many tasks a batch has at least.
#pragma once

namespace interleave {

// For each slot. More of them would keep starting up and draining a smaller share of a batch, but where a task waits
// long, or thousands are in flight, they take most of a run's time; the counter `ramp_share` says how large the share is.
inline constexpr double least_tasks_per_slot = 5;

}  // namespace interleave
