// The twin of the pipeline `channel` under `coroutines`.
#pragma once

#include "benchmarks/overhead/twins.hpp"

#include <cstdint>
#include <memory>

namespace interleave {

// A task is `items` items from `producers` coroutines to `consumers` coroutines, its result the sum of the first
// `items` odd numbers, each mixed.
std::unique_ptr<twin> make_channel_twin(std::uint32_t producers, std::uint32_t consumers, std::uint32_t capacity,
                                        std::uint32_t items);

}  // namespace interleave
