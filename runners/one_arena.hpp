// A oneTBB arena with threads of its own. When it is destroyed all of them have ended, so that the process can fork
// again.
#pragma once

#include "runners/placement.hpp"

#include <cstddef>
#include <new>

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
  void on_scheduler_entry(bool) override { place_.place_worker(tbb::this_task_arena::current_thread_index()); }

 private:
  const placement& place_;
};

class one_arena {
 public:
  // `threads` includes the one that calls execute().
  one_arena(int threads, const placement& place)
      : limit_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
        arena_(threads),
        observer_(arena_, place) {}
  // Blocks until TBB's threads are gone.
  ~one_arena() {
    observer_.observe(false);
    arena_.terminate();
    tbb::finalize(tbb_, std::nothrow);
  }

  int threads() const { return arena_.max_concurrency(); }
  auto execute(auto&& what) { return arena_.execute(what); }

 private:
  tbb::task_scheduler_handle tbb_{tbb::attach{}};
  tbb::global_control limit_;
  tbb::task_arena arena_;
  placing_observer observer_;
};

}  // namespace interleave
