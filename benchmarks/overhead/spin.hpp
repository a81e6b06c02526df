// The task of the overhead benchmark: a chain of integer steps that a compiler can neither shorten nor drop, so many of
// them that a task takes the time that is wanted. The suite and the loops written by hand call the same function.
#pragma once

#include "workloads/workload.hpp"

#include <cstdint>

namespace interleave {

// `steps` rounds of xorshift64 (Marsaglia, 2003) from a seed made of `input`. Compiled once: inlined into each caller,
// the same loop would run at different speeds.
std::uint64_t spin(std::uint64_t input, std::int64_t steps);

// The same as a workload, with the parameter `steps`.
extern const workload_descriptor spin_workload;

// The steps that take `nanoseconds` on this machine now.
std::int64_t steps_taking(double nanoseconds);

}  // namespace interleave
