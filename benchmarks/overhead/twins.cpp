// Finding a twin by its runner's name.
#include "benchmarks/overhead/twins.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace interleave {

std::unique_ptr<twin> twin_of(std::string_view runner, const twin_setup& setup) {
  for (const std::span<const batch_twin> list : {thread_twins, process_twins, loop_twins})
    if (const auto found = std::ranges::find(list, runner, &batch_twin::runner); found != list.end())
      return found->make(setup);
  throw std::invalid_argument("no twin is written for the runner '" + std::string(runner) + "'");
}

}  // namespace interleave
