// A pool of threads that stand ready, each where the placement wants it: an asio::thread_pool, whose threads are
// already running when they can be told where.
#pragma once

#include "runners/placement.hpp"

#include <barrier>
#include <cstddef>
#include <latch>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace interleave {

class worker_threads {
 public:
  // Its threads are the workers `first`, `first` + 1, ...
  worker_threads(int count, const placement& place, int first = 0)
      : count_(count), pool_(static_cast<std::size_t>(count)) {
    // Every thread takes exactly one of these, because none returns from the barrier before all have come.
    std::barrier all_here(count);
    std::latch placed(count);
    for (int i = 0; i < count; ++i)
      asio::post(pool_, [&, i] {
        all_here.arrive_and_wait();
        place.place_worker(first + i);
        placed.count_down();
      });
    placed.wait();
  }

  int count() const { return count_; }
  asio::thread_pool& pool() { return pool_; }
  // Ends them. Where they post results to an event loop it has to be called before that loop ends: the last of them may
  // still be about to wake the loop when its result has been taken there already.
  void join() { pool_.join(); }

 private:
  int count_;
  asio::thread_pool pool_;
};

}  // namespace interleave
