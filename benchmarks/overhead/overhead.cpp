// What the suite adds to a task: every runner beside the same model written by hand, interleaved in one run.
//
// A Google Benchmark program, a row per runner and task size. Each row runs pairs of batches, suite and twin, in turns
// and with the order alternating, in processes that stand while the pairs run. Counters: `ratio` (suite / twin, median
// of the pairs) with its quartiles, `suite_ns` and `twin_ns` (medians, per task), `extra_ns` (median difference).
// Model costs that both sides pay (a thread's creation, a fork) are in both times.
#include "benchmarks/overhead/twins.hpp"
#include "runners/runner.hpp"
#include "workloads/cpu_spin.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace interleave {
namespace {

constexpr int pairs = 81;
constexpr double batch_seconds = 0.02;

// The suite's side: a batch under the runner, with its log, as the measuring executable runs it.
class suite_side {
 public:
  suite_side(const runner_descriptor& runner, std::int64_t steps, int in_flight)
      : place_(placement_policy::free),
        work_(cpu_spin_workload.make(with_steps(steps))),
        log_(in_flight, work_->expected()),
        stage_(make_stage(runner, cpu_spin_workload, *work_, log_, in_flight, place_)) {}

  double seconds_for(std::uint64_t tasks) {
    log_.reset(tasks);
    const std::uint64_t start = now_ns();
    stage_->run();
    const std::uint64_t end = now_ns();
    log_.check();
    return static_cast<double>(end - start) * 1e-9;
  }
  int cores() const { return place_.cores(); }

 private:
  static parameter_values with_steps(std::int64_t steps) {
    parameter_values values = cpu_spin_workload.defaults();
    values.set("steps", std::to_string(steps));
    return values;
  }
  placement place_;
  std::unique_ptr<workload> work_;
  batch_log log_;
  std::unique_ptr<stage> stage_;
};

double seconds_for(twin& by_hand, std::uint64_t tasks, std::uint64_t expected_sum) {
  const std::uint64_t start = now_ns();
  const std::uint64_t sum = by_hand.run(tasks);
  const std::uint64_t end = now_ns();
  if (sum != expected_sum) throw std::runtime_error("the twin did not do the work");
  return static_cast<double>(end - start) * 1e-9;
}

// The steps that take `nanoseconds` on this machine now.
std::int64_t steps_taking(double nanoseconds) {
  constexpr std::int64_t trial = 1'000'000;
  std::uint64_t least = ~std::uint64_t{0};
  // The fastest of many: whatever else ran made the others longer.
  for (int i = 0; i < 50; ++i) {
    const std::uint64_t start = now_ns();
    volatile std::uint64_t kept = spin(1, trial);
    static_cast<void>(kept);
    least = std::min(least, now_ns() - start);
  }
  return static_cast<std::int64_t>(nanoseconds / static_cast<double>(least) * static_cast<double>(trial));
}

std::uint64_t sum_of(std::uint64_t tasks, std::int64_t steps) {
  std::uint64_t by_input = 0;
  for (std::uint64_t input = 0; input < 16; ++input)
    by_input += spin(input, steps) * (tasks / 16 + (input < tasks % 16 ? 1 : 0));
  return by_input;
}

double quantile(std::vector<double> values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

void compare(benchmark::State& state, const runner_descriptor& runner, std::int64_t steps) {
  const int in_flight = runner.in_flight_most != 0 ? runner.in_flight_most : 8;
  // TBB's pool is one per process and a fork wants a single thread, so where both sides cannot stand at once they take
  // turns in being made, outside the clock.
  const auto suite = [&] { return std::make_unique<suite_side>(runner, steps, in_flight); };
  const auto by_hand = [&](int cores) { return twin_of(runner.name, steps, in_flight, cores); };

  std::uint64_t tasks = 64;
  for (;; tasks *= 2) {
    auto s = suite();
    s->seconds_for(tasks);
    if (s->seconds_for(tasks) >= batch_seconds) break;
  }
  const std::uint64_t expected_sum = sum_of(tasks, steps);
  std::vector<double> ratios, suite_ns, twin_ns, extra_ns;
  const auto per_task = [&](double seconds) { return seconds * 1e9 / static_cast<double>(tasks); };
  const auto measure_suite = [&] {
    auto s = suite();
    s->seconds_for(tasks);  // warm
    return per_task(s->seconds_for(tasks));
  };
  const auto measure_twin = [&] {
    auto t = by_hand(placement(placement_policy::free).cores());
    seconds_for(*t, tasks, expected_sum);
    return per_task(seconds_for(*t, tasks, expected_sum));
  };
  for (auto _ : state) {
    for (int pair = 0; pair < pairs; ++pair) {
      double ours = 0;
      double theirs = 0;
      if (pair % 2 == 0) {
        ours = measure_suite();
        theirs = measure_twin();
      } else {
        theirs = measure_twin();
        ours = measure_suite();
      }
      ratios.push_back(ours / theirs);
      suite_ns.push_back(ours);
      twin_ns.push_back(theirs);
      extra_ns.push_back(ours - theirs);
    }
    state.SetIterationTime(quantile(suite_ns, 0.5) * 1e-9);
  }
  state.counters["ratio"] = quantile(ratios, 0.5);
  state.counters["ratio_q1"] = quantile(ratios, 0.25);
  state.counters["ratio_q3"] = quantile(ratios, 0.75);
  state.counters["suite_ns"] = quantile(suite_ns, 0.5);
  state.counters["twin_ns"] = quantile(twin_ns, 0.5);
  state.counters["extra_ns"] = quantile(extra_ns, 0.5);
  state.counters["pairs"] = pairs;
}

// What one reading of the clock costs, to set beside noop.
void clock_reading(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(now_ns());
}

void register_all() {
  benchmark::RegisterBenchmark("overhead/clock_reading", clock_reading);
  const std::int64_t one_us = steps_taking(1000);
  struct task_size {
    const char* name;
    std::int64_t steps;
  };
  for (const runner_descriptor* runner : all_runners())
    for (const task_size& size : {task_size{"noop", 0}, task_size{"1us", one_us}}) {
      const std::string name = "overhead/" + std::string(runner->name) + "/" + size.name;
      benchmark::RegisterBenchmark(name.c_str(),
                                   [runner, steps = size.steps](benchmark::State& state) {
                                     try {
                                       compare(state, *runner, steps);
                                     } catch (const std::exception& e) {
                                       state.SkipWithError(e.what());
                                     }
                                   })
          ->UseManualTime()
          ->Iterations(1);
    }
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  interleave::register_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
