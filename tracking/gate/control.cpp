// interleave-control: the built-in control cells of every gate. A Google Benchmark executable that is run as both arms
// of a pair, so any difference comes from the machine. Its three kinds of work are sensitive to different interference:
// computation, memory, the kernel. As benchmarks in their own right they mean nothing.
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

namespace {

std::uint64_t next_random(std::uint64_t& state) {
  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void compute(benchmark::State& state) {
  std::uint64_t random = 1;
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (int i = 0; i < 10'000; ++i) sum += next_random(random);
    benchmark::DoNotOptimize(sum);
  }
}

// Dependent loads: the latency of a cache that neighbours share. 1 MiB exceeds the first-level cache of every
// processor, and fits into the second or third level of most.
void memory(benchmark::State& state) {
  constexpr std::size_t steps = (1U << 20U) / sizeof(std::uint32_t);
  std::vector<std::uint32_t> next(steps);
  std::iota(next.begin(), next.end(), 0U);
  // Sattolo's shuffle: one cycle through all of it.
  std::uint64_t random = 1;
  for (std::size_t i = steps - 1; i > 0; --i) std::swap(next[i], next[next_random(random) % i]);
  std::uint32_t place = 0;
  for (auto _ : state) {
    for (int i = 0; i < 1'000; ++i) place = next[place];
    benchmark::DoNotOptimize(place);
  }
}

void kernel(benchmark::State& state) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("pipe failed");
  std::array<char, 64> bytes{};
  for (auto _ : state) {
    for (int i = 0; i < 100; ++i) {
      if (::write(ends[1], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
          ::read(ends[0], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
        state.SkipWithError("the pipe failed");
        break;
      }
    }
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace

BENCHMARK(compute)->Name("interleave_control/compute");
BENCHMARK(memory)->Name("interleave_control/memory");
BENCHMARK(kernel)->Name("interleave_control/kernel");
BENCHMARK_MAIN();
