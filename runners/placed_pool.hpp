// A pool of threads that stand where the placement wants them.
#pragma once

#include "runners/placement.hpp"

#include <barrier>
#include <latch>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace interleave {

struct placed_pool {
  placed_pool(int count, const placement& place) : threads(static_cast<std::size_t>(count)) {
    // Every thread takes exactly one of these, because none returns before all have come.
    std::barrier all_here(count);
    std::latch placed(count);
    for (int i = 0; i < count; ++i)
      asio::post(threads, [&, i] {
        all_here.arrive_and_wait();
        place.place_worker(i);
        placed.count_down();
      });
    placed.wait();
  }

  asio::thread_pool threads;
};

}  // namespace interleave
