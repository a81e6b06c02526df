// A lock that threads hand round as CPython's do with the global interpreter lock (Python/ceval_gil.c: take_gil,
// drop_gil). Who waits for it in vain for an interval asks for it; the holder sees that at its next checkpoint, lets
// go, and does not go on before somebody else has the lock (FORCE_SWITCHING): without that it would have taken it back
// before the one who asked was awake.
//
// Like its model it is not fair: a free lock goes to whoever comes first. Unlike it, one mutex does for both waits.
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

// A thread's part in the lock, and what it went through; only that thread writes to it.
struct alignas(separate) lock_member {
  std::uint64_t found_free = 0;            // times it took the lock without waiting
  std::vector<std::uint64_t> waits_ticks;  // how long it waited, each other time
  std::uint64_t handed_over = 0;           // times it let go at a checkpoint because somebody had asked

  void forget() {
    found_free = 0;
    waits_ticks.clear();  // keeps its memory, so that a measured batch finds what the warm-up needed
    handed_over = 0;
  }
};

// What all of them went through, per task where it is a number of times. lock_wait_ns_p50 is the median of all takings
// of the lock, those that found it free being waits of 0.
counters lock_counters(std::span<const lock_member>, task_id tasks);

// Condition: what the wait with a limit is made on; tests have one whose time passes when they say so.
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

  // Where somebody has asked, returns only once another has taken the lock: he waits in take(), so he will.
  void let_go(lock_member& me) {
    std::unique_lock mutex(mutex_);
    locked_ = false;
    freed_.notify_one();
    if (asked()) switched_.wait(mutex, [&] { return last_ != &me; });
  }

  // For the holder: hands the lock over if somebody has asked for it, and comes back with it.
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
      // Somebody else who got it meanwhile has the right to an interval of his own.
      if (in_vain && locked_ && switches_ == switches_before) asked_.store(true, std::memory_order_relaxed);
    }
  }

  std::mutex mutex_;
  Condition freed_;
  std::condition_variable switched_;
  bool locked_ = false;
  const lock_member* last_ = nullptr;  // who took it last
  std::uint64_t switches_ = 0;         // times somebody else than the last one took it
  alignas(separate) std::atomic<bool> asked_{false};
};

}  // namespace interleave
