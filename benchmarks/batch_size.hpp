// How many tasks a batch has at least.
#pragma once

#include <algorithm>

namespace interleave {

// Five for each slot, and 20 in all, which have a median. More would keep starting up and draining a smaller share of a
// batch, but where a task waits long, or thousands are in flight, they take most of a run's time; the counter
// `ramp_share` says how large the share is.
inline double least_tasks(double slots) {
  return std::max(20.0, 5 * slots);
}

}  // namespace interleave
