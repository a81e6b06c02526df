// One of in_flight places, in the event-loop form. Not in workload.hpp, because Asio is slow to compile.
#pragma once

#include "workloads/workload.hpp"

#include <asio/awaitable.hpp>

namespace interleave {

class loop_slot {
 public:
  virtual ~loop_slot() = default;
  // Like blocking_slot::run, as a coroutine: while a task waits, the loop runs other slots. Tasks that only compute are
  // each an event of the loop: between two of them whatever else is ready has its turn.
  virtual asio::awaitable<void> run(task_source source, task_log& log) = 0;
};

}  // namespace interleave
