// Made google_benchmark.json, with Google Benchmark 1.7.1 as Debian 12 ships it:
//   g++ -O2 google_benchmark.cpp -lbenchmark -lbenchmark_main -lpthread -o program
//   ./program --benchmark_out=google_benchmark.json --benchmark_min_time=0.001
// Host name, executable and caches were then replaced by invented ones.
#include <cmath>

#include <benchmark/benchmark.h>

static void bm_plain(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(state.iterations());
}
BENCHMARK(bm_plain)->Unit(benchmark::kMicrosecond);

static void bm_error(benchmark::State& state) {
  state.SkipWithError("no such device");
  for (auto _ : state) {
  }
}
BENCHMARK(bm_error);

static void bm_nan(benchmark::State& state) {
  for (auto _ : state) state.SetIterationTime(0);
  state.counters["ratio"] = std::nan("");
  state.counters["endless"] = INFINITY;
}
BENCHMARK(bm_nan)->UseManualTime()->Iterations(1)->Name("bm_nan");

static void bm_repeated(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(state.iterations());
}
BENCHMARK(bm_repeated)->Repetitions(3);

static void bm_cell(benchmark::State& state) {
  for (auto _ : state) state.SetIterationTime(1e-5);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bm_cell)->Name("io_echo/coroutines/in_flight:8/delay:5ms")->UseManualTime()->Iterations(100);
