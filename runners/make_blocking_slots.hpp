// The slots of a blocking model, all made in this thread.
#pragma once

#include "runners/runner.hpp"

#include <memory>
#include <vector>

namespace interleave {

inline std::vector<std::unique_ptr<blocking_slot>> make_blocking_slots(const batch_work& work, int count) {
  std::vector<std::unique_ptr<blocking_slot>> slots;
  slots.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) slots.push_back(work.make_blocking_slot());
  return slots;
}

}  // namespace interleave
