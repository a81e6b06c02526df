// The window of a model in which one thread submits every task: which of the in_flight slots are free. The one that has
// been free for longest comes first, because its client has waited longest.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace interleave {

// Not a std::counting_semaphore: libstdc++'s yields the CPU a few times before it sleeps, and beside other programs
// each time is a time slice. A thread per task then took ten times as long as with this (and as long on an idle
// machine).
class free_slots {
 public:
  explicit free_slots(std::size_t count) : count_(count) {
    for (std::size_t i = 0; i < count; ++i) free_.push_back(i);
  }

  // A free slot; waits until there is one.
  std::size_t take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    const std::size_t i = free_.front();
    free_.pop_front();
    return i;
  }
  void give_back(std::size_t i) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(i);
    }
    freed_.notify_one();
  }
  void wait_for_all() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return free_.size() == count_; });
  }

 private:
  std::size_t count_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::deque<std::size_t> free_;
};

}  // namespace interleave
