// A lock that threads pass on to each other as CPython's do with the global interpreter lock (Python/ceval_gil.c:
// take_gil, drop_gil). A thread that has waited for a whole interval asks for the lock. The holder sees that at its
// next checkpoint, releases the lock and waits until another thread has taken it (FORCE_SWITCHING); otherwise it would
// have taken it back itself before the waiting thread was awake.
//
// Like CPython's it is not fair: a free lock goes to whichever thread comes first. Unlike there, one mutex guards both
// condition variables.
#pragma once

#include "workloads/batch.hpp"
#include "workloads/ticks.hpp"
#include "workloads/workload.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace interleave {

// CPython's default, sys.getswitchinterval() (DEFAULT_INTERVAL in Python/ceval_gil.c).
inline constexpr std::chrono::milliseconds switch_interval{5};

// What one thread has experienced with the lock; only that thread writes to it.
struct alignas(separate) lock_member {
  std::uint64_t found_free = 0;            // times it took the lock without waiting
  std::vector<std::uint64_t> waits_ticks;  // how long it waited, for each of the other times
  std::uint64_t handed_over = 0;  // times it released the lock at a checkpoint because another thread had asked

  void forget() {
    found_free = 0;
    waits_ticks.clear();  // keeps its memory, so that a measured batch finds what the warm-up needed
    handed_over = 0;
  }
};

// The same of all threads together; counts are per task. lock_wait_ns_p50 is the median over every time the lock was
// taken; where it was free, that is a wait of 0.
counters lock_counters(std::span<const lock_member>, task_id tasks);

// Condition: the condition variable of the timed wait. Tests bring one whose time passes when they say so.
template <class Condition = std::condition_variable>
class handed_over_lock {
 public:
  void take(lock_member& me) {
    std::unique_lock mutex(mutex_);
    if (!locked_) {
      ++me.found_free;
    } else {
      const std::uint64_t since = ticks();
      wait_until_free(mutex);
      me.waits_ticks.push_back(ticks() - since);
    }
    locked_ = true;
    if (last_ != &me) {
      last_ = &me;
      ++switches_;
    }
    asked_.store(false, std::memory_order_relaxed);
    switched_.notify_one();
  }

  // If a thread has asked for the lock, returns only when another one has taken it. The one that asked is still waiting
  // in take(), so this ends.
  void let_go(lock_member& me) {
    std::unique_lock mutex(mutex_);
    locked_ = false;
    freed_.notify_one();
    if (asked()) switched_.wait(mutex, [&] { return last_ != &me; });
  }

  // Called by the holder: if another thread has asked for the lock, lets it have it, and returns holding it again.
  void checkpoint(lock_member& me) {
    if (!asked()) return;
    ++me.handed_over;
    let_go(me);
    take(me);
  }

  bool asked() const { return asked_.load(std::memory_order_relaxed); }

 private:
  void wait_until_free(std::unique_lock<std::mutex>& mutex) {
    while (locked_) {
      const std::uint64_t switches_before = switches_;
      const bool in_vain = freed_.wait_for(mutex, switch_interval) == std::cv_status::timeout;
      // If the lock has changed hands meanwhile, its new holder gets a whole interval before it is asked.
      if (in_vain && locked_ && switches_ == switches_before) asked_.store(true, std::memory_order_relaxed);
    }
  }

  std::mutex mutex_;
  Condition freed_;
  std::condition_variable switched_;
  bool locked_ = false;
  const lock_member* last_ = nullptr;  // who took it last
  std::uint64_t switches_ = 0;         // times that a thread took it which was not the last holder
  alignas(separate) std::atomic<bool> asked_{false};
};

}  // namespace interleave
