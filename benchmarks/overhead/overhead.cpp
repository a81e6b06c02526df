// What the suite adds to a task: every runner and the same model written by hand, interleaved in one run.
//
// A Google Benchmark program with a row per runner and task size. Each row runs pairs of batches, suite and twin, in
// alternating order; neither side's threads or processes are created anew for a pair. Counters: `ratio` (suite / twin,
// median of the pairs) with its quartiles, `suite_ns` and `twin_ns` (medians, per task, or per fork, item or hop),
// `extra_ns` (median difference). Costs of the model itself (a thread's creation, a fork) are in both times.
#include "benchmarks/overhead/leaf_speed.hpp"
#include "benchmarks/overhead/quantile.hpp"
#include "benchmarks/overhead/twins.hpp"
#include "runners/openmp_runtime.hpp"
#include "runners/runner.hpp"
#include "workloads/cpu_spin.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace interleave {
namespace {

constexpr int pairs = 81;
constexpr double batch_seconds = 0.02;

// The suite's side: a batch under the runner, with latencies recorded, as the measuring executable runs it.
class suite_side {
 public:
  suite_side(const runner_descriptor& runner, const workload_descriptor& described, const parameter_values& values,
             int in_flight)
      : place_(placement_policy::free),
        work_(described.make(values)),
        log_(log_slots(described.shape, in_flight), work_->expected()),
        stage_(make_stage(runner, described, *work_, log_, in_flight, place_)) {}

  double seconds_for(std::uint64_t tasks) {
    log_.reset(tasks);
    const std::uint64_t start = now_ns();
    stage_->run();
    const std::uint64_t end = now_ns();
    log_.check();
    return static_cast<double>(end - start) * 1e-9;
  }
  digest expected(task_id id) const { return work_->expected()[id % work_->expected().size()]; }

 private:
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

int cores() {
  return placement(placement_policy::free).cores();
}

// The number of steps that currently takes `nanoseconds` on this machine.
std::int64_t steps_taking(double nanoseconds) {
  constexpr std::int64_t trial = 1'000'000;
  std::uint64_t least = ~std::uint64_t{0};
  // The fastest of many trials is the one least disturbed by other programs.
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

// Compares the suite with its twin. Tasks take `units_per_task` units; times are per unit.
void compare(benchmark::State& state, const std::function<std::unique_ptr<suite_side>()>& suite,
             const std::function<std::unique_ptr<twin>()>& by_hand,
             const std::function<std::uint64_t(std::uint64_t tasks)>& sum_of_tasks, std::uint64_t units_per_task) {
  std::uint64_t tasks = 64 / std::min<std::uint64_t>(64, units_per_task);
  for (;; tasks *= 2) {
    auto s = suite();
    s->seconds_for(tasks);
    if (s->seconds_for(tasks) >= batch_seconds) break;
  }
  const std::uint64_t expected_sum = sum_of_tasks(tasks);
  std::vector<double> ratios, suite_ns, twin_ns, extra_ns;
  const auto per_unit = [&](double seconds) { return seconds * 1e9 / static_cast<double>(tasks * units_per_task); };
  const auto measure_suite = [&] {
    auto s = suite();
    s->seconds_for(tasks);  // warm-up
    return per_unit(s->seconds_for(tasks));
  };
  const auto measure_twin = [&] {
    auto t = by_hand();
    seconds_for(*t, tasks, expected_sum);
    return per_unit(seconds_for(*t, tasks, expected_sum));
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

void compare_spin(benchmark::State& state, const runner_descriptor& runner, std::int64_t steps) {
  const int in_flight = runner.in_flight_most != 0 ? runner.in_flight_most : 8;
  parameter_values values = cpu_spin_workload.defaults();
  values.set("steps", std::to_string(steps));
  // TBB's pool is one per process, and a fork needs a process with a single thread. Where both sides therefore cannot
  // exist at once, they are created in turns, outside the timed part.
  const auto suite = [&] { return std::make_unique<suite_side>(runner, cpu_spin_workload, values, in_flight); };
  const int workers = std::min(in_flight, cores());
  const auto by_hand = [&] { return twin_of(runner.name, {steps, in_flight, workers}); };
  compare(state, suite, by_hand, [&](std::uint64_t tasks) { return sum_of(tasks, steps); }, 1);
}

template <class Descriptor>
const Descriptor& named(std::span<const Descriptor* const> all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Descriptor::name);
  if (found == all.end()) throw std::invalid_argument("there is no '" + std::string(name) + "'");
  return **found;
}

void compare_shape(benchmark::State& state, const shape_twin& by_hand) {
  const workload_descriptor& work = named(all_workloads(), by_hand.workload);
  const runner_descriptor& runner = named(all_runners(), by_hand.runner);
  const parameter_values values = work.defaults();
  const auto suite = [&] { return std::make_unique<suite_side>(runner, work, values, 1); };
  const auto sum_of_tasks = [&](std::uint64_t tasks) {
    const auto known = suite();
    std::uint64_t sum = 0;
    for (task_id id = 0; id < tasks; ++id) sum += known->expected(id);
    return sum;
  };
  compare(state, suite, [&] { return by_hand.make(values, cores()); }, sum_of_tasks, by_hand.units_per_task(values));
}

// The cost of one clock reading, to compare with noop.
void clock_reading(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(now_ns());
}

void register_row(const std::string& name, const std::function<void(benchmark::State&)>& row) {
  benchmark::RegisterBenchmark(("overhead/" + name).c_str(),
                               [row](benchmark::State& state) {
                                 try {
                                   row(state);
                                 } catch (const std::exception& e) {
                                   state.SkipWithError(e.what());
                                 }
                               })
      ->UseManualTime()
      ->Iterations(1);
}

void register_all() {
  benchmark::RegisterBenchmark("overhead/clock_reading", clock_reading);
  benchmark::RegisterBenchmark("overhead/matmul_leaf", matmul_leaf_speed)->Iterations(1);
  const std::int64_t one_us = steps_taking(1000);
  struct task_size {
    const char* name;
    std::int64_t steps;
  };
  for (const runner_descriptor* runner : all_runners()) {
    if (runner->cannot_run(cpu_spin_workload)) continue;
    for (const task_size& size : {task_size{"noop", 0}, task_size{"1us", one_us}})
      register_row(std::string(runner->name) + "/" + size.name,
                   [runner, steps = size.steps](benchmark::State& state) { compare_spin(state, *runner, steps); });
  }
  for (const std::span<const shape_twin> list : {tree_twins, pipeline_twins, ring_twins})
    for (const shape_twin& by_hand : list)
      register_row(std::string(by_hand.workload) + "/" + std::string(by_hand.runner),
                   [&by_hand](benchmark::State& state) { compare_shape(state, by_hand); });
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    interleave::refuse_bound_threads();
  } catch (const interleave::usage_error& e) {
    std::fprintf(stderr, "interleave-overhead: %s\n", e.what());
    return 2;
  }
  interleave::register_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
