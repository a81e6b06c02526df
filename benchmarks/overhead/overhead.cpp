// What the suite adds to a task: every runner beside the same model written by hand, interleaved in one run.
//
// A Google Benchmark program, a row per runner and task size. Each row runs pairs of batches, suite and twin, in turns
// and with the order alternating, in processes that stand while the pairs run. Counters: `ratio` (suite / twin, median
// of the pairs) with its quartiles, `suite_ns` and `twin_ns` (medians, per task, or per hop of a ring), `extra_ns`
// (median difference). Model costs that both sides pay (a thread's creation, a fork) are in both times.
#include "benchmarks/overhead/ring_twins.hpp"
#include "benchmarks/overhead/spin.hpp"
#include "benchmarks/overhead/twins.hpp"
#include "runners/runner.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace interleave {

extern const workload_descriptor brigade_pipes_workload;
extern const runner_descriptor coroutines_runner;
extern const runner_descriptor thread_pool_runner;

namespace {

constexpr int pairs = 81;
constexpr double batch_seconds = 0.02;

// The suite's side: a batch under the runner, with its log, as the measuring executable runs it.
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

// Sets the suite beside its twin. Tasks take `units_per_task` units; times are per unit.
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
    s->seconds_for(tasks);  // warm
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
  parameter_values values = spin_workload.defaults();
  values.set("steps", std::to_string(steps));
  // TBB's pool is one per process and a fork wants a single thread, so where both sides cannot stand at once they take
  // turns in being made, outside the clock.
  const auto suite = [&] { return std::make_unique<suite_side>(runner, spin_workload, values, in_flight); };
  const auto by_hand = [&] {
    return twin_of(runner.name, steps, in_flight, placement(placement_policy::free).cores());
  };
  compare(state, suite, by_hand, [&](std::uint64_t tasks) { return sum_of(tasks, steps); }, 1);
}

// A hop, not a lap, is what is timed.
void compare_brigade(benchmark::State& state, const runner_descriptor& runner) {
  const parameter_values values = brigade_pipes_workload.defaults();
  const auto suite = [&] { return std::make_unique<suite_side>(runner, brigade_pipes_workload, values, 1); };
  const auto by_hand = [&] { return make_brigade_twin(runner.name, values.size("members")); };
  const auto sum_of_tasks = [&](std::uint64_t tasks) {
    const auto known = suite();
    std::uint64_t sum = 0;
    for (task_id id = 0; id < tasks; ++id) sum += known->expected(id);
    return sum;
  };
  compare(state, suite, by_hand, sum_of_tasks, values.size("members"));
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
                                       compare_spin(state, *runner, steps);
                                     } catch (const std::exception& e) {
                                       state.SkipWithError(e.what());
                                     }
                                   })
          ->UseManualTime()
          ->Iterations(1);
    }
  for (const runner_descriptor* runner : {&thread_pool_runner, &coroutines_runner}) {
    const std::string name = "overhead/brigade_pipes/" + std::string(runner->name);
    benchmark::RegisterBenchmark(name.c_str(),
                                 [runner](benchmark::State& state) {
                                   try {
                                     compare_brigade(state, *runner);
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
