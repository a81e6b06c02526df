// Every runner's hand-written twin: the same model as an expert would write it for this one task, without the suite: no
// slots, no digests compared, no latencies. What stands before the clock in the runner stands before it here.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace interleave {

class twin {
 public:
  virtual ~twin() = default;
  // Runs tasks 0 ... tasks-1; returns the sum of their results, so that none can be left out.
  virtual std::uint64_t run(std::uint64_t tasks) = 0;
};

// The twin of the runner of this name, for tasks of `steps` steps. Throws std::invalid_argument for an unknown name.
std::unique_ptr<twin> twin_of(std::string_view runner, std::int64_t steps, int in_flight, int cores);

}  // namespace interleave
