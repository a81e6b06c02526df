// A pool of threads that stand where the placement wants them.
#pragma once

#include "runners/place_threads.hpp"

namespace interleave {

struct placed_pool {
  placed_pool(int count, const placement& place) : threads(static_cast<std::size_t>(count)) {
    place_threads(threads, count, place);
  }

  asio::thread_pool threads;
};

}  // namespace interleave
