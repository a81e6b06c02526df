// One of in_flight places, in the event-loop form. Apart from workload.hpp because Asio is costly to include.
#pragma once

#include "workloads/workload.hpp"

#include <asio/awaitable.hpp>

namespace interleave {

class loop_slot {
 public:
  virtual ~loop_slot() = default;
  // Like blocking_slot::run, as a coroutine: where a task waits, the loop goes on with other slots.
  virtual asio::awaitable<void> run(task_source source, task_log& log) = 0;
};

}  // namespace interleave
