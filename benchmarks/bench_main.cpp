// Registers cells with Google Benchmark and runs them. One iteration is one task: `iterations` in the output is the
// number of tasks, `real_time` the time per task.
#include "benchmarks/bench_main.hpp"

#include "benchmarks/bench_options.hpp"
#include "benchmarks/describe.hpp"
#include "benchmarks/measurement.hpp"
#include "benchmarks/version.hpp"
#include "reports/words/plain_text.hpp"
#include "runners/openmp_runtime.hpp"
#include "runners/system/inherited_signals.hpp"
#include "workloads/errors.hpp"
#include "workloads/failures.hpp"
#include "workloads/io/descriptor.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

namespace interleave {
namespace {

// Workloads with thousands of sockets need more than the usual soft limit of 1024, so it is raised to the hard limit.
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

// All of Google Benchmark's iterations are run as one batch, which may hold more tasks than it asked for.
void measure_as_benchmark(benchmark::State& state, prepared_cell& prepared, const counters& measured) {
  while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(measured.at("tasks")))) {
    report(state, prepared, measured);
    state.SetIterationTime(prepared.seconds_of_last_batch());
  }
  state.counters["teardown_s"] = prepared.tear_down();
}

// A row without a number. Such a row has no field for the kind of failure, so the label carries it.
void fail(benchmark::State& state, const char* kind, const std::string& why) {
  state.counters.clear();
  state.SetLabel(std::string("failure=") + kind);
  state.SkipWithError(why.c_str());
}

const char* word_of(failure_cause cause) {
  switch (cause) {
    case failure_cause::kill:
      return "killed";
    case failure_cause::refusal:
      return "refused";
    case failure_cause::its_own:
      break;
  }
  return "error";
}

class session {
  // An exception thrown by a workload or runner must not end the program: only its own benchmark fails.
  template <class Measure>
  auto add(const cell& c, const Measure& measure) {
    const auto guarded = [this, c, measure](benchmark::State& state) {
      if (const auto reason = unsupported(c, limits_, cores_))
        return fail(state, "unsupported", "unsupported: " + *reason);
      try {
        measure(state);
      } catch (const wrong_digest& e) {
        fail(state, "wrong_digest", e.what());
      } catch (const usage_error& e) {
        if (!misuse_) misuse_ = fmt::format("{}: {}", c.name(), e.what());
        fail(state, word_of(cause_of(e)), e.what());
      } catch (const std::exception& e) {
        fail(state, word_of(cause_of(e)), e.what());
      } catch (...) {
        fail(state, "error", "an exception that is no std::exception");
      }
    };
    return benchmark::RegisterBenchmark(c.name().c_str(), guarded)->UseManualTime();
  }

 public:
  session(const registry& known, const bench_options& options)
      : known_(known), options_(options), limits_(limits_of_this_system()), cores_(placement(options.placed).cores()) {}

  // Plain Google Benchmark: it chooses the number of tasks, first 1 and then more.
  void register_selection() {
    for (const cell& c : select_cells(known_, options_.cells))
      add(c, [this, c](benchmark::State& state) {
        const std::optional<time_alone> calibrated = calibration_of(c);
        prepared_cell prepared(c, {options_.placed, options_.slack});
        prepared.warm_up(0.002);
        measure_as_benchmark(state, prepared, prepared.measure(static_cast<task_id>(state.max_iterations), calibrated));
      });
  }

  // Samples: one call with as many tasks as fill the requested time. Each repetition is a sample of its own, but has as
  // many tasks as the first, because Google Benchmark averages only repetitions of equal size.
  void register_samples() {
    for (const std::string& name : options_.cell_names) {
      const cell c = cell_named(known_, name);
      add(c, [this, c, tasks = std::make_shared<task_id>(0)](benchmark::State& state) {
        const std::optional<time_alone> calibrated = calibration_of(c);
        prepared_cell prepared(c, {options_.placed, options_.slack});
        counters measured;
        if (*tasks == 0) {
          measured = prepared.sample(options_.sample_seconds, calibrated);
          *tasks = static_cast<task_id>(measured.at("tasks"));
        } else {
          prepared.warm_up(options_.sample_seconds / 5);
          measured = prepared.measure(*tasks, calibrated);
        }
        measure_as_benchmark(state, prepared, measured);
      })->Iterations(1);
    }
  }

  // Once all cells are done: what the user has to change where a cell could not be measured.
  const std::optional<std::string>& misuse() const { return misuse_; }

 private:
  std::optional<time_alone> calibration_of(const cell& c) {
    if (options_.calibrated) return options_.calibrated;
    const std::string key = fmt::format("{}/{}{}", c.work->name, name_of(c.placed), c.parameters.name_suffix());
    const auto known = calibrations_.find(key);
    if (known != calibrations_.end()) return known->second;
    return calibrations_[key] = calibrate(known_, c, {options_.placed, options_.slack});
  }

  const registry& known_;
  const bench_options& options_;
  system_limits limits_;
  int cores_;
  std::map<std::string, std::optional<time_alone>> calibrations_;
  std::optional<std::string> misuse_;
};

// A redirected output may be on a disk that is full.
void expect_written() {
  if (!std::cout.flush() || std::fflush(stdout) != 0) throw std::runtime_error("cannot write standard output");
}

// A flag's value as the library takes it: the last on the command line, else that of the environment.
std::string library_flag(const std::vector<std::string>& arguments, const std::string& name, const char* variable) {
  const char* const inherited = std::getenv(variable);
  std::string value = inherited != nullptr ? inherited : "";
  for (const std::string& argument : arguments)
    if (const std::string flag = "--" + name + "="; argument.starts_with(flag)) value = argument.substr(flag.size());
  return value;
}

// The library's writer of --benchmark_out=FILE, and whether all of it arrived, which the library doesn't look at.
struct file_check {
  bool is_whole = true;
};

template <class Format>
class checked_file final : public Format {
 public:
  explicit checked_file(file_check& check) : check_(check) {}
  void Finalize() override {
    Format::Finalize();
    check_.is_whole = static_cast<bool>(this->GetOutputStream().flush());
  }

 private:
  file_check& check_;
};

std::unique_ptr<benchmark::BenchmarkReporter> file_writer(const std::string& format, file_check& check) {
  if (format == "console") return std::make_unique<checked_file<benchmark::ConsoleReporter>>(check);
  BENCHMARK_DISABLE_DEPRECATED_WARNING
  if (format == "csv") return std::make_unique<checked_file<benchmark::CSVReporter>>(check);
  BENCHMARK_RESTORE_DEPRECATED_WARNING
  return std::make_unique<checked_file<benchmark::JSONReporter>>(check);
}

// For a value it does not understand, the library would print its flags and exit with 0.
void refuse_flags() {
  fmt::print(stderr,
             "interleave-bench: Google Benchmark does not understand the value of a --benchmark_ flag, or of a "
             "BENCHMARK_ variable in the environment; see interleave-bench --help\n");
  std::exit(2);
}

// The library would report this only after the cells have been prepared, and without a reason. Anything but a regular
// file is not opened here: the reader of a pipe would take closing it again for the end of the output.
void refuse_unwritable_file(const std::string& path) {
  struct stat found{};
  if (path.empty() || (::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode))) return;
  const descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (file.get() < 0)
    throw usage_error(
        fmt::format("--benchmark_out: cannot write {}: {}", path, std::generic_category().message(errno)));
}

int run(int argc, char** argv, const registry& known) {
  const bench_options options = parse_bench_options(argc, argv);
  if (options.finished) return *options.finished;
  if (options.describe) {
    std::cout << describe(known, options.cells, options.placed).dump(2) << '\n';
    expect_written();
    return 0;
  }
  refuse_bound_threads();
  raise_open_files_limit();
  std::vector<std::string> arguments = options.for_google_benchmark;
  const std::string file = library_flag(arguments, "benchmark_out", "BENCHMARK_OUT");
  const std::string format = library_flag(arguments, "benchmark_out_format", "BENCHMARK_OUT_FORMAT");
  refuse_unwritable_file(file);

  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  benchmark::Initialize(&count, pointers.data(), refuse_flags);
  if (count > 1) throw usage_error(fmt::format("'{}' is not understood by Google Benchmark", pointers[1]));
  benchmark::AddCustomContext("interleave_version", std::string(suite_version));
  benchmark::AddCustomContext(
      "interleave_placement",
      std::string(options.cells.stratified_for_cores > 0 ? "stratified" : name_of(options.placed)));
  benchmark::AddCustomContext("interleave_timer_slack", std::string(name_of(options.slack)));

  session s(known, options);
  if (options.cell_names.empty())
    s.register_selection();
  else
    s.register_samples();
  file_check check;
  const auto writer = file.empty() ? nullptr : file_writer(format, check);
  benchmark::RunSpecifiedBenchmarks(nullptr, writer.get());
  benchmark::Shutdown();
  if (!check.is_whole)
    throw std::runtime_error(
        fmt::format("--benchmark_out: cannot write all of {}: it holds no whole result; is the disk full?", file));
  expect_written();
  if (s.misuse()) throw usage_error(*s.misuse());
  return 0;
}

// Never throws: the log may be on a disk that is full. What the message quotes from the arguments must not reach the
// terminal as it is.
int fail(const char* message) noexcept {
  try {
    std::fprintf(stderr, "interleave-bench: %s\n", reports::printable_lines(message).c_str());
  } catch (const std::bad_alloc&) {
    std::fputs("interleave-bench: out of memory\n", stderr);
  }
  return 2;
}

}  // namespace

int bench_main(int argc, char** argv, const registry& known) {
  reset_inherited_signals();
  try {
    return run(argc, argv, known);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}

}  // namespace interleave
