// Registers cells with Google Benchmark and runs them. One iteration is one task: `iterations` in the output is the
// number of tasks, `real_time` the time per task.
#include "benchmarks/bench_main.hpp"

#include "benchmarks/bench_options.hpp"
#include "benchmarks/describe.hpp"
#include "benchmarks/measurement.hpp"
#include "benchmarks/version.hpp"
#include "workloads/errors.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace interleave {
namespace {

// Sockets by the thousand need more than the usual soft limit of 1024; the hard limit is the system's word.
void raise_open_files_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

void report(benchmark::State& state, const prepared_cell& prepared, const counters& measured) {
  for (const auto& [name, value] : measured) state.counters[name] = value;
  state.SetLabel(prepared.label());
}

// The whole of Google Benchmark's iterations is one batch.
void measure_as_benchmark(benchmark::State& state, prepared_cell& prepared,
                          const std::optional<time_alone>& calibrated) {
  const auto tasks = static_cast<task_id>(state.max_iterations);
  while (state.KeepRunningBatch(state.max_iterations)) {
    report(state, prepared, prepared.measure(tasks, calibrated));
    state.SetIterationTime(prepared.seconds_of_last_batch());
  }
  state.counters["teardown_s"] = prepared.tear_down();
}

// Nothing a workload or runner throws may end the program: it fails its own benchmark.
template <class Measure>
void or_fail(benchmark::State& state, Measure measure) {
  try {
    measure();
  } catch (const std::exception& e) {
    state.counters.clear();
    state.SkipWithError(e.what());
  } catch (...) {
    state.counters.clear();
    state.SkipWithError("an exception that is no std::exception");
  }
}

class session {
 public:
  session(const registry& known, const bench_options& options) : known_(known), options_(options) {}

  // Plain Google Benchmark: it decides how many tasks, calling with 1 first and then with more.
  void register_selection() {
    const system_limits limits = limits_of_this_system();
    const int cores = placement(options_.placed).cores();
    for (const cell& c : select_cells(known_, options_.cells)) {
      if (const auto reason = unsupported(c, limits, cores)) {
        register_failure(c.name(), "unsupported: " + *reason);
        continue;
      }
      benchmark::RegisterBenchmark(c.name().c_str(), [this, c](benchmark::State& state) {
        or_fail(state, [&] {
          const std::optional<time_alone> calibrated = calibration_of(c);
          prepared_cell prepared(c, options_.placed);
          prepared.warm_up(0.002);
          measure_as_benchmark(state, prepared, calibrated);
        });
      })->UseManualTime();
    }
  }

  // One sample: the cell is prepared and warm before the number of tasks is fixed, and measured once.
  void register_sample() {
    const cell c = cell_named(known_, options_.cell_name);
    const int cores = placement(options_.placed).cores();
    if (const auto reason = unsupported(c, limits_of_this_system(), cores))
      return register_failure(c.name(), "unsupported: " + *reason);
    try {
      const std::optional<time_alone> calibrated = calibration_of(c);
      sample_ = std::make_unique<prepared_cell>(c, options_.placed);
      const double per_second = sample_->warm_up(options_.sample_seconds / 5);
      const task_id tasks = sample_->tasks_for(options_.sample_seconds, per_second);
      benchmark::RegisterBenchmark(c.name().c_str(),
                                   [this, calibrated](benchmark::State& state) {
                                     or_fail(state, [&] { measure_as_benchmark(state, *sample_, calibrated); });
                                   })
          ->UseManualTime()
          ->Iterations(static_cast<benchmark::IterationCount>(tasks));
    } catch (const usage_error&) {
      throw;
    } catch (const std::exception& e) {
      register_failure(c.name(), e.what());
    }
  }

 private:
  static void register_failure(const std::string& name, const std::string& why) {
    benchmark::RegisterBenchmark(name.c_str(), [why](benchmark::State& state) {
      state.SkipWithError(why.c_str());
    })->Iterations(1);
  }

  std::optional<time_alone> calibration_of(const cell& c) {
    if (options_.calibrated) return options_.calibrated;
    const std::string key = std::string(c.work->name) + c.parameters.name_suffix();
    const auto known = calibrations_.find(key);
    if (known != calibrations_.end()) return known->second;
    return calibrations_[key] = calibrate(known_, c, options_.placed);
  }

  const registry& known_;
  const bench_options& options_;
  std::map<std::string, std::optional<time_alone>> calibrations_;
  std::unique_ptr<prepared_cell> sample_;
};

// A redirected output may be on a disk that is full.
void expect_written() {
  if (!std::cout.flush() || std::fflush(stdout) != 0) throw std::runtime_error("cannot write standard output");
}

int run(int argc, char** argv, const registry& known) {
  const bench_options options = parse_bench_options(argc, argv);
  if (options.finished) return *options.finished;
  if (options.describe) {
    std::cout << describe(known, options.cells, options.placed).dump(2) << '\n';
    expect_written();
    return 0;
  }
  raise_open_files_limit();

  std::vector<std::string> arguments = options.for_google_benchmark;
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  benchmark::Initialize(&count, pointers.data());
  if (count > 1) throw usage_error(fmt::format("'{}' is no flag of Google Benchmark", pointers[1]));
  benchmark::AddCustomContext("interleave_version", std::string(suite_version));
  benchmark::AddCustomContext("interleave_placement", std::string(name_of(options.placed)));

  session s(known, options);
  if (options.cell_name.empty())
    s.register_selection();
  else
    s.register_sample();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  expect_written();
  return 0;
}

// Never throws: the log may be on a disk that is full.
int fail(const char* message) {
  std::fprintf(stderr, "interleave-bench: %s\n", message);
  return 2;
}

}  // namespace

int bench_main(int argc, char** argv, const registry& known) {
  try {
    return run(argc, argv, known);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}

}  // namespace interleave
