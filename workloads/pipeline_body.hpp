// What a producer and a consumer of a pipeline do, written once over an I/O policy (io/blocking.hpp, io/event_loop.hpp)
// and a queue, whose push(item) and pop() complete inside the call or suspend the coroutine, as the policy's operations
// do. Both return the number of items they handled.
#pragma once

#include "workloads/pipeline.hpp"
#include "workloads/pipeline_ledger.hpp"

namespace interleave {

template <class Io, class Queue>
typename Io::template task<std::uint32_t> produce(const pipeline_plan& plan, std::uint32_t producer, Io& io,
                                                  Queue& queue) {
  const std::uint32_t items = plan.made_by(producer);
  for (std::uint32_t index = 0; index < items; ++index) {
    // A wait of zero must not reach a timer: one that is already due costs a trip through the kernel.
    const std::chrono::nanoseconds wait = plan.wait_before(producer, index);
    if (wait.count() > 0) co_await io.wait(wait);
    const pipeline_item item = plan.make(producer, index);
    co_await queue.push(item);
  }
  co_return items;
}

template <class Io, class Queue>
typename Io::template task<std::uint32_t> consume(const pipeline_plan& plan, std::uint32_t consumer, Io& io,
                                                  Queue& queue, pipeline_ledger::page& seen) {
  const std::uint32_t items = plan.taken_by(consumer);
  for (std::uint32_t i = 0; i < items; ++i) {
    const pipeline_item item = co_await queue.pop();
    seen.take(item);
    const std::chrono::nanoseconds wait = plan.wait_after(item);
    if (wait.count() > 0) co_await io.wait(wait);
  }
  co_return items;
}

}  // namespace interleave
