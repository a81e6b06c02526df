// checkpoint(): the place where computing code may be asked to let others run. A workload that only computes calls it
// about every 10 us; a runner that needs a hand-over point (a global lock, a yielding loop) installs a request.
// Without a request it costs one relaxed load and a branch that is never taken.
#pragma once

#include <atomic>

namespace interleave {

inline std::atomic<void (*)()> checkpoint_request{nullptr};

inline void checkpoint() {
  if (auto* asked = checkpoint_request.load(std::memory_order_relaxed)) [[unlikely]]
    asked();
}

}  // namespace interleave
