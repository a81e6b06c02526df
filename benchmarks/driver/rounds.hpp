// The order of a round: every cell once, shuffled, so that drift of the machine hits all cells alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave::driver {

// Does not use the standard library's shuffle, which may differ between implementations: a result's seed is enough to
// repeat its order anywhere. Rounds are independent of each other, so a resumed run need not replay earlier ones.
std::vector<std::size_t> round_order(std::uint64_t seed, std::uint64_t round, std::size_t cells);

}  // namespace interleave::driver
