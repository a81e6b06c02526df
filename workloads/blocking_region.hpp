// blocking_region: encloses every operation that may block its thread. A runner whose threads hold something while they
// compute (a global lock) installs a listener, releases it there and takes it back afterwards.
// Without a listener it costs one relaxed load and two branches that are never taken.
#pragma once

#include <atomic>

namespace interleave {

// Called in the thread that blocks. `returns` must not throw, and is called however the operation ends.
struct blocking_listener {
  void (*leaves)();
  void (*returns)();
};

inline std::atomic<const blocking_listener*> blocking_request{nullptr};

class [[nodiscard]] blocking_region {
 public:
  blocking_region() : asked_(blocking_request.load(std::memory_order_relaxed)) {
    if (asked_ != nullptr) [[unlikely]]
      asked_->leaves();
  }
  ~blocking_region() {
    if (asked_ != nullptr) [[unlikely]]
      asked_->returns();
  }
  blocking_region(const blocking_region&) = delete;
  blocking_region& operator=(const blocking_region&) = delete;

 private:
  const blocking_listener* asked_;
};

}  // namespace interleave
