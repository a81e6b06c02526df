// Measures the peak by a loop that touches no memory, alternating with the matmul product.
#include "benchmarks/overhead/leaf_speed.hpp"

#include "benchmarks/overhead/quantile.hpp"
#include "workloads/double_vector.hpp"
#include "workloads/now.hpp"
#include "workloads/tree.hpp"

#include <cstddef>
#include <vector>

namespace interleave {

extern const workload_descriptor matmul_workload;

namespace {

// More chains than two units with a latency of four or five cycles can have in progress.
constexpr std::size_t chains = 12;

// `chains` independent chains of multiply-adds, in vectors of `width` doubles. Returns their sum, so that the compiler
// cannot leave any out.
template <std::size_t width>
[[gnu::always_inline]] inline double multiply_add(std::uint64_t rounds) {
  using vec = double_vector<width>;
  vec sums[chains];
  // Starts from 3, because a chain that starts at 2 stays there, and the compiler would see that.
  for (std::size_t i = 0; i < chains; ++i) sums[i] = vec{} + static_cast<double>(3 + i);
  for (std::uint64_t round = 0; round < rounds; ++round)
#pragma GCC unroll 12
    for (std::size_t i = 0; i < chains; ++i) sums[i] = sums[i] * 0.5 + 1.0;
  double sum = 0;
  for (std::size_t i = 0; i < chains; ++i) sum += sums[i][0];
  return sum;
}

struct multiply_adder {
  std::size_t width;
  double (*run)(std::uint64_t rounds);
};

#if defined(__x86_64__)
[[gnu::target("avx512f")]] double multiply_add_8(std::uint64_t rounds) {
  return multiply_add<8>(rounds);
}
[[gnu::target("avx2,fma")]] double multiply_add_4(std::uint64_t rounds) {
  return multiply_add<4>(rounds);
}
#endif
double multiply_add_2(std::uint64_t rounds) {
  return multiply_add<2>(rounds);
}

multiply_adder widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return {8, multiply_add_8};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return {4, multiply_add_4};
#endif
  return {2, multiply_add_2};
}

template <class Work>
double gflops(double operations, const Work& work) {
  const std::uint64_t start = now_ns();
  benchmark::DoNotOptimize(work());
  return operations / static_cast<double>(now_ns() - start);
}

}  // namespace

void matmul_leaf_speed(benchmark::State& state) {
  constexpr int pairs = 81;
  constexpr std::uint64_t rounds = 100'000;
  const parameter_values values = matmul_workload.defaults();
  const double n = values.get<double>(kinds::count, "n");
  const auto made = matmul_workload.make(values);
  const auto& tree = dynamic_cast<const tree_work&>(*made);
  const multiply_adder peak = widest();
  std::vector<double> peaks, leaves, shares;
  for (auto _ : state)
    for (int pair = 0; pair < pairs; ++pair) {
      peaks.push_back(
          gflops(2.0 * static_cast<double>(peak.width * chains * rounds), [&] { return peak.run(rounds); }));
      leaves.push_back(gflops(2 * n * n * n, [&] { return tree.run_alone(0); }));
      shares.push_back(leaves.back() / peaks.back());
    }
  state.counters["peak_gflops"] = quantile(peaks, 0.5);
  state.counters["leaf_gflops"] = quantile(leaves, 0.5);
  state.counters["share"] = quantile(shares, 0.5);
  state.counters["share_q1"] = quantile(shares, 0.25);
  state.counters["share_q3"] = quantile(shares, 0.75);
}

}  // namespace interleave
