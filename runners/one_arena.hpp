// A oneTBB arena with threads of its own. When it is destroyed all of them have ended, so that the process can fork
// again.
#pragma once

#include "runners/hand_over.hpp"
#include "runners/placement.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>

namespace interleave {

class placing_observer final : public tbb::task_scheduler_observer {
 public:
  placing_observer(tbb::task_arena& arena, const placement& place) : task_scheduler_observer(arena), place_(place) {
    observe(true);
  }
  ~placing_observer() override { observe(false); }
  // A worker comes back into the arena after each pause, mostly as the one that it was.
  void on_scheduler_entry(bool) override {
    thread_local std::pair<std::uint64_t, int> placed{0, 0};
    const std::pair here{number_, tbb::this_task_arena::current_thread_index()};
    if (std::exchange(placed, here) != here) place_.place_worker(here.second);
  }

 private:
  inline static std::atomic<std::uint64_t> made_{0};

  const placement& place_;
  std::uint64_t number_ = ++made_;  // a thread may outlive an arena, and work in the next
};

// Which threads run an arena's tasks: the one that waits for them in execute() is one of them, or only TBB's own.
enum class arena_threads { with_the_caller, only_workers };

class one_arena {
 public:
  one_arena(int threads, const placement& place, arena_threads which = arena_threads::with_the_caller)
      : threads_(threads),
        limit_(tbb::global_control::max_allowed_parallelism, allowed(threads, which)),
        arena_(threads, which == arena_threads::with_the_caller ? 1 : 0),
        observer_(arena_, place) {}
  // Blocks until TBB's threads are gone.
  ~one_arena() {
    observer_.observe(false);
    arena_.terminate();
    tbb::finalize(tbb_, std::nothrow);
  }

  int threads() const { return threads_; }
  auto execute(auto&& what) { return arena_.execute(what); }
  // Returns at once. For an arena of workers only: TBB then sees to it that one takes the task.
  void enqueue(auto&& what) {
    enqueued_.give();
    arena_.enqueue([what = std::forward<decltype(what)>(what)] {
      enqueued_.take();
      what();
    });
  }

 private:
  // TBB counts the thread that started it.
  static std::size_t allowed(int threads, arena_threads which) {
    return static_cast<std::size_t>(threads) + (which == arena_threads::only_workers ? 1 : 0);
  }

  // Not in the task: its memory is TBB's, and to reach a hand-over there would be a race in ThreadSanitizer's eyes.
  inline static hand_over enqueued_;

  int threads_;
  tbb::task_scheduler_handle tbb_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
  placing_observer observer_;
};

}  // namespace interleave
