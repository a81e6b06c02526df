// How near the leaf of the workload matmul comes to a core's peak rate for doubles.
#pragma once

#include <benchmark/benchmark.h>

namespace interleave {

// Counters: `peak_gflops`, the rate of multiplications and additions of doubles by independent fused multiply-adds in
// registers, in 10^9 a second; `leaf_gflops`, the same for a whole product without a fork; `share`, leaf / peak, the
// median of the pairs with its quartiles. All on one core.
void matmul_leaf_speed(benchmark::State& state);

}  // namespace interleave
