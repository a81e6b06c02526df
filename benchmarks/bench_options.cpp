// Parsing with CLI11.
#include "benchmarks/bench_options.hpp"

#include "benchmarks/version.hpp"
#include "workloads/errors.hpp"

#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace interleave {
namespace {

double nanoseconds_after(std::string_view text, std::string_view key, std::string_view whole) {
  const std::size_t at = text.find(key);
  double value = 0;
  if (at == std::string_view::npos ||
      std::from_chars(text.data() + at + key.size(), text.data() + text.size(), value).ec != std::errc{} || value < 0)
    throw usage_error(fmt::format("--calibration: '{}' is not understood; write cpu_ns:1200,wait_ns:5000000", whole));
  return value;
}

// --sample-time sets how long a sample takes; Google Benchmark's own flag is accepted as well.
constexpr std::string_view min_time_flag = "--benchmark_min_time=";

// "0.5" or "0.5s": the spelling depends on the library's version.
double seconds_of_min_time(std::string_view flag) {
  std::string_view text = flag.substr(min_time_flag.size());
  if (text.ends_with('s')) text.remove_suffix(1);
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || !(seconds > 0 && seconds < 1e6))
    throw usage_error(fmt::format("'{}': with --cell it is a number of seconds, such as 0.5", flag));
  return seconds;
}

// The library takes these as they are, and then measures nothing, or asks for more memory than there is.
void refuse_what_is_too_small(std::string_view flag) {
  struct least {
    std::string_view name;
    double value;
  };
  for (const auto& [name, value] : {least{"--benchmark_repetitions=", 1}, least{min_time_flag, 0}}) {
    double given = 0;
    if (!flag.starts_with(name) ||
        std::from_chars(flag.data() + name.size(), flag.data() + flag.size(), given).ec != std::errc{})
      continue;
    if (!(given >= value)) throw usage_error(fmt::format("'{}': it must be {} at least", flag, value));
  }
}

constexpr const char* footer =
    R"(Every --benchmark_* flag of Google Benchmark works too (--benchmark_list_tests, --benchmark_filter=REGEX,
--benchmark_min_time=SECONDS, --benchmark_repetitions=N, --benchmark_out=FILE, --benchmark_format=json, ...). With --cell
each repetition is a sample of its own, prepared and warmed up anew, and --benchmark_min_time is its --sample-time.

Examples:
  interleave-bench --benchmark_list_tests
  interleave-bench --workload io_echo --runner 'coroutine*' --in-flight 1,64 --set io_echo.delay=1ms
  interleave-bench --cell io_echo/coroutines/in_flight:8 --sample-time 0.2s --benchmark_format=json
  interleave-bench --describe

To measure with fresh processes, in shuffled rounds, with intervals and a report, use 'interleave run'.)";

}  // namespace

bench_options parse_bench_options(int argc, char** argv) {
  bench_options options;
  CLI::App app("Measures cells: workloads under concurrency models. A Google Benchmark program.", "interleave-bench");
  app.allow_extras();
  app.set_version_flag("--version", std::string(suite_version));
  app.footer(footer);
  app.add_flag("--describe", options.describe, "print workloads, runners, cells and build as JSON");
  app.add_option("--workload", options.cells.workloads,
                 "which workloads: names or shell patterns, separated by commas");
  app.add_option("--runner", options.cells.runners, "which runners: names or shell patterns, separated by commas");
  std::vector<std::string> levels;
  app.add_option("--in-flight", levels, "levels, such as 1,8,64")->delimiter(',');
  app.add_option(
         "--set", options.cells.assignments,
         "a parameter: workload.parameter=value; of several values (1ms,5ms or 1ms..64ms*2) each is a cell; may be "
         "repeated for other parameters")
      ->type_size(1)
      ->allow_extra_args(false);
  auto* quick = app.add_flag("--quick", options.cells.quick, "the cells of the quick profile");
  app.add_flag("--full", options.cells.full, "the cells of the full profile")->excludes(quick);
  app.add_option("--cell", options.cell_names, "measure a sample of this cell; may be repeated")
      ->type_size(1)
      ->allow_extra_args(false);
  std::string sample_time = "0.1s";
  CLI::Option* const sample_time_option =
      app.add_option("--sample-time", sample_time, "time under the clock for a sample (--cell)")->capture_default_str();
  std::string placed = "free";
  app.add_option("--placement", placed, "free, one-cpu, spread, apart, or stratified: see interleave(1)")
      ->capture_default_str();
  std::string slack = "default";
  app.add_option("--timer-slack", slack, "default or least: how late the kernel may end the sleep of a thread")
      ->capture_default_str();
  std::string calibrated;
  app.add_option("--calibration", calibrated, "cpu_ns:X,wait_ns:Y of one task alone; measured first where not given");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) {
      options.finished = app.exit(e);
      return options;
    }
    throw usage_error(fmt::format("{}; see interleave-bench --help", e.what()));
  }

  for (const std::string& level : levels) options.cells.in_flight.push_back(parse_in_flight(level));
  options.sample_seconds =
      std::chrono::duration<double>(parse_value(sample_time, kinds::duration, "--sample-time")).count();
  if (options.sample_seconds <= 0) throw usage_error("--sample-time: must be longer than 0");
  if (placed == "stratified") {
    options.cells.stratified_for_cores = placement(placement_policy::free).cores();
  } else {
    const auto policy = placement_named(placed);
    if (!policy)
      throw usage_error(
          fmt::format("--placement: '{}' is not one of free, one-cpu, spread, apart, stratified", placed));
    options.placed = *policy;
  }
  const auto slack_of_timers = timer_slack_named(slack);
  if (!slack_of_timers) throw usage_error(fmt::format("--timer-slack: '{}' is not one of default, least", slack));
  options.slack = *slack_of_timers;
  if (!calibrated.empty())
    options.calibrated = time_alone{.cpu_ns = nanoseconds_after(calibrated, "cpu_ns:", calibrated),
                                    .wait_ns = nanoseconds_after(calibrated, "wait_ns:", calibrated)};
  options.for_google_benchmark.emplace_back(argv[0]);
  for (const std::string& extra : app.remaining()) {
    // Google Benchmark's logging level is its one flag without the prefix.
    if (!extra.starts_with("--benchmark_") && !extra.starts_with("--v="))
      throw usage_error(fmt::format("'{}' is not understood; see interleave-bench --help", extra));
    refuse_what_is_too_small(extra);
    const bool is_min_time = extra.starts_with(min_time_flag);
    if (!is_min_time || options.cell_names.empty()) {
      options.for_google_benchmark.push_back(extra);
      continue;
    }
    if (sample_time_option->count() > 0)
      throw usage_error("--sample-time and --benchmark_min_time both set the time of a sample; give one of them");
    options.sample_seconds = seconds_of_min_time(extra);
  }
  return options;
}

}  // namespace interleave
