// How near the leaf of the workload matmul comes to what a core can do with doubles.
#pragma once

#include <benchmark/benchmark.h>

namespace interleave {

// Counters: `peak_gflops`, multiplications and additions of doubles by independent fused multiply-adds in registers, in
// 10^9 a second; `leaf_gflops`, those of a whole product without a fork; `share`, leaf / peak, median of the pairs with
// its quartiles. All on one core.
void matmul_leaf_speed(benchmark::State& state);

}  // namespace interleave
