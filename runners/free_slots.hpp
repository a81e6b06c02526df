// The window of a model that starts a thread, or the like, for every task: which of the in_flight slots are free.
#pragma once

#include <cstddef>
#include <mutex>
#include <semaphore>
#include <vector>

namespace interleave {

class free_slots {
 public:
  explicit free_slots(std::size_t count) : count_(static_cast<std::ptrdiff_t>(count)) {
    for (std::size_t i = count; i-- > 0;) free_.push_back(i);
  }

  // A free slot; waits until there is one.
  std::size_t take() {
    count_.acquire();
    const std::lock_guard lock(mutex_);
    const std::size_t i = free_.back();
    free_.pop_back();
    return i;
  }
  void give_back(std::size_t i) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(i);
    }
    count_.release();
  }

 private:
  std::mutex mutex_;
  std::vector<std::size_t> free_;
  std::counting_semaphore<> count_;
};

}  // namespace interleave
