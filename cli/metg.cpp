// interleave metg: how small may a task be? Runs a purely computing task in several sizes under each runner, as a
// normal run; the report evaluates the sizes. METG, minimum effective task granularity, is Task Bench's measure
// (Slaughter et al., "Task Bench", SC20).
#include "benchmarks/driver/session.hpp"
#include "cli/bench.hpp"
#include "cli/commands.hpp"
#include "cli/measuring.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* examples = R"(Examples:
  interleave metg                                 every runner, in some minutes
  interleave metg -r 'thread_*,tbb_tasks' -n 11   some of them, with narrower intervals
  interleave metg -r '*pool' -o results/metg
  interleave report results/metg --open           the same again, as a page

An interrupted sweep goes on with `interleave run --resume DIR`, like every run.
Exit status: as of `interleave run`.)";

constexpr const char* workload = "cpu_spin";

struct metg_options {
  std::vector<std::string> runners;
  int in_flight = 0;
  std::string placement = "free";
  measuring_options measuring;
};

// Properties of the machine that the sweep depends on.
struct machine_pace {
  double ns_per_step = 1;
  int cores = 1;
};

machine_pace find_pace(const fs::path& bench, const std::string& placement) {
  constexpr double steps = 1 << 20;  // enough to make the cost of starting a task negligible
  const std::string cell = fmt::format("{}/sequential/in_flight:1/steps:{:.0f}", workload, steps);
  const driver::json row = driver::sample_beforehand(bench, cell, placement, std::chrono::milliseconds(50));
  // CPU time, which other work on the machine doesn't stretch.
  const double task_ns = row.at("cpu_user_ns_per_task").get<double>() + row.at("cpu_system_ns_per_task").get<double>();
  return {task_ns / steps, row.at("cores").get<int>()};
}

// Powers of two from about 0.1 us, where every model's overhead outweighs the work, to about 1 ms, where it is
// negligible.
std::vector<std::int64_t> task_sizes(double ns_per_step) {
  const auto exponent = [&](double ns) { return std::max(0L, std::lround(std::log2(ns / ns_per_step))); };
  std::vector<std::int64_t> sizes;
  for (long e = exponent(100); e <= exponent(1e6); ++e) sizes.push_back(std::int64_t{1} << e);
  return sizes;
}

driver::json describe_sizes(const fs::path& bench, const metg_options& options, const machine_pace& pace) {
  // Twice as many tasks as cores keep all cores busy; more would only burden models that use a thread per task.
  const int in_flight = options.in_flight != 0 ? options.in_flight : std::max(8, 2 * pace.cores);
  selection_options selection;
  selection.full = true;
  selection.workloads = {workload};
  selection.runners = options.runners;
  selection.in_flight = {std::to_string(in_flight)};
  selection.placement = options.placement;
  selection.assignments = {fmt::format("{}.steps={}", workload, fmt::join(task_sizes(pace.ns_per_step), ","))};
  return describe_selection(bench, selection);
}

int metg(const metg_options& options, const CLI::App& command, const program& shared) {
  const fs::path bench = find_bench(shared);
  driver::run_settings settings = options.measuring.settings(command, shared, {});
  settings.profile = "metg";
  settings.placement = options.placement;
  const machine_pace pace = find_pace(bench, options.placement);
  driver::progress shown = progress_on_stderr(shared);
  const driver::run_request request{.settings = std::move(settings),
                                    .description = describe_sizes(bench, options, pace),
                                    .folder = options.measuring.out};
  return finish(
      driver::start_run(bench, request, shown, [&](const fs::path& folder) { return resume_command(shared, folder); }),
      options.measuring.no_report, shared);
}

}  // namespace

void add_metg(CLI::App& app, program& shared) {
  const auto options = std::make_shared<metg_options>();
  CLI::App* const command =
      app.add_subcommand("metg", "Finds the smallest task at which each runner keeps half of the machine's peak");
  command->footer(examples);
  command->add_option("-r,--runner", options->runners, "Only these runners")
      ->type_name("GLOB")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      ->add_option("-i,--in-flight", options->in_flight,
                   "How many tasks are outstanding at most (default: twice the cores, at least 8)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000).description(""));
  add_placement(*command, options->placement, {"free", "one-cpu", "spread"});
  options->measuring.add_to(*command, "Fresh processes for each runner and size (default: 6)",
                            "Measured time of each (default: 0.06s)");
  command->callback([options, command, &shared] { shared.exit_code = metg(*options, *command, shared); });
}

}  // namespace interleave::cli
