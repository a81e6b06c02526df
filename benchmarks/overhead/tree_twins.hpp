// The twin of the tree `skynet` under `tbb_tasks`.
#pragma once

#include "benchmarks/overhead/twins.hpp"

#include <cstdint>
#include <memory>

namespace interleave {

// `leaves`: a power of ten. Task `id` adds the `leaves` numbers from (id % 16) * leaves on.
std::unique_ptr<twin> make_tbb_skynet_twin(std::uint64_t leaves, int threads);

}  // namespace interleave
