// The slots of an event-loop model, all made on one loop.
#pragma once

#include "runners/runner.hpp"
#include "workloads/loop_slot.hpp"

#include <memory>
#include <vector>

#include <asio/io_context.hpp>

namespace interleave {

inline std::vector<std::unique_ptr<loop_slot>> make_loop_slots(const batch_work& work, asio::io_context& loop,
                                                               int count) {
  std::vector<std::unique_ptr<loop_slot>> slots;
  slots.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) slots.push_back(work.make_loop_slot(loop));
  return slots;
}

}  // namespace interleave
