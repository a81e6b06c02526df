// The work of cpu_spin as a function, for the hand-written loops that the suite's overhead is measured against.
#pragma once

#include "workloads/workload.hpp"

#include <cstdint>

namespace interleave {

// `steps` rounds of xorshift64 (Marsaglia, "Xorshift RNGs", 2003) from a seed made of `input`: a chain that a compiler
// can neither shorten nor drop. Compiled once: inlined into each caller, the same loop would run at different speeds.
std::uint64_t spin(std::uint64_t input, std::int64_t steps);

extern const workload_descriptor cpu_spin_workload;

}  // namespace interleave
