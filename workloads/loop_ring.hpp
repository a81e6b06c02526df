// A ring on an event loop. Not in ring.hpp, because Asio is slow to compile.
#pragma once

#include "workloads/ring.hpp"

#include <asio/awaitable.hpp>

namespace interleave {

class loop_ring {
 public:
  virtual ~loop_ring() = default;
  // Like standing_ring::stand, except that it ends only where the ring breaks: members that wait are destroyed with
  // their loop.
  virtual asio::awaitable<void> stand(std::size_t i, task_log& log) = 0;
  // Like ring_laps::run, as a coroutine.
  virtual asio::awaitable<void> run(task_source source, task_log& log) = 0;
  virtual std::uint64_t hops() const = 0;
};

}  // namespace interleave
