// The twins that fork.
#pragma once

#include "benchmarks/overhead/twins.hpp"

#include <memory>

namespace interleave {

std::unique_ptr<twin> make_process_per_task_twin(std::int64_t steps, int in_flight);
// For prefork_loops too: with tasks that only compute, a loop in each worker has nothing to do.
std::unique_ptr<twin> make_process_pool_twin(std::int64_t steps, int workers);

}  // namespace interleave
