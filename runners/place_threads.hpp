// Placing the threads of a pool, which start before anybody can tell them where.
#pragma once

#include "runners/placement.hpp"

#include <barrier>
#include <latch>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace interleave {

// Makes the `count` threads of `pool`, which has nothing else to do yet, the workers `first`, `first` + 1, ...
inline void place_threads(asio::thread_pool& pool, int count, const placement& place, int first = 0) {
  // Every thread takes exactly one of these, because none returns before all have come.
  std::barrier all_here(count);
  std::latch placed(count);
  for (int i = 0; i < count; ++i)
    asio::post(pool, [&, i] {
      all_here.arrive_and_wait();
      place.place_worker(first + i);
      placed.count_down();
    });
  placed.wait();
}

}  // namespace interleave
