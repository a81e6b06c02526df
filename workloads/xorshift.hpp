// A known amount of computing: a chain of xorshift64 steps (Marsaglia, 2003), each of which needs the one before; and
// where such a chain ends, found without computing every step.
#pragma once

#include <chrono>
#include <cstdint>

namespace interleave {

// A step takes about this long: six operations, one after the other, at 3 GHz.
inline constexpr std::chrono::nanoseconds xorshift_step_time{2};
constexpr std::uint64_t xorshift_steps_taking(std::chrono::nanoseconds time) {
  return static_cast<std::uint64_t>(time / xorshift_step_time);
}

// Calls checkpoint() every 10 us or so.
std::uint64_t walk_xorshift64(std::uint64_t from, std::uint64_t steps);

// A step is linear over the field of two elements, so many steps are a power of its matrix.
std::uint64_t jump_xorshift64(std::uint64_t from, std::uint64_t steps);

}  // namespace interleave
