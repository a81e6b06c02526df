// interleave run: measures, then reports.
#include "benchmarks/driver/allocation.hpp"
#include "cli/bench.hpp"
#include "cli/commands.hpp"
#include "cli/judging.hpp"
#include "cli/measuring.hpp"
#include "cli/span.hpp"
#include "reports/results/run_results.hpp"
#include "workloads/errors.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>

namespace interleave::cli {
namespace {

constexpr const char* examples = R"(Examples:
  interleave run                                  a first answer, in about two minutes
  interleave run --full                           every runner, more levels, narrower intervals
  interleave run -w 'io_*' -i 1,64 --set io_echo.delay=5ms
  interleave run -w io_echo --set io_echo.delay=1ms,5ms,20ms       each value; the report draws them
  interleave run -w fib --set fib.n=20..32+4                       a range of values
  interleave run -r coroutines,thread_pool --samples 20 --seed 7
  interleave run --resume results/2026-11-20T14-00-00Z-lab

Exit status: 0 all cells measured · 1 some cells failed · 2 usage or tool error · 128+N ended by signal N.)";

struct run_options {
  selection_options selection;
  measuring_options measuring;
  std::string budget;
  std::string resume;
};

driver::run_settings settings_from(const run_options& options, const CLI::App& command, const program& shared) {
  const measuring_defaults quick{.samples = 3, .sample_time = std::chrono::milliseconds(20)};
  const measuring_defaults full{.samples = 3, .sample_time = std::chrono::milliseconds(50)};
  driver::run_settings settings = options.measuring.settings(command, shared, options.selection.full ? full : quick);
  settings.profile = options.selection.full ? "full" : "quick";
  if (options.measuring.samples != 0 || !options.measuring.time_per_sample.empty() || options.selection.narrows())
    settings.profile = "custom";
  if (options.measuring.samples == 0) {
    settings.looks.assign(driver::default_looks.begin(), driver::default_looks.end());
    settings.budget = options.selection.full ? std::chrono::minutes(37) : std::chrono::seconds(112);
  }
  if (!options.budget.empty()) {
    if (options.measuring.samples != 0)
      throw usage_error("--budget: samples are counted with --samples or given time with --budget; give one of them");
    settings.budget = span_of(options.budget, "--budget");
  }
  settings.placement = options.selection.placement;
  settings.timer_slack = options.selection.timer_slack;
  return settings;
}

// Several values of parameters multiply the cells; a run that no report can be made of would be a waste.
void refuse_more_than_a_report_reads(const driver::json& description) {
  const std::size_t cells = description.value("cells", driver::json::array()).size();
  if (const std::size_t most = reports::read_limits{}.cells; cells > most)
    throw usage_error(
        fmt::format("these are {} cells, and a report has at most {}; give fewer values, levels, runners or workloads",
                    cells, most));
}

// A resumed run keeps the options that were recorded when it began.
void refuse_with_resume(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->count() > 0 && name != "--resume" && name != "--no-report")
      throw usage_error(
          fmt::format("{} cannot be changed for a run that has begun; leave it out, or start a new run", name));
  }
}

int run(const run_options& options, const CLI::App& command, const program& shared) {
  if (!options.resume.empty()) refuse_with_resume(command);
  const std::filesystem::path bench = find_bench(shared);
  driver::progress shown = progress_on_stderr(shared);
  const auto command_to_resume = [&](const std::filesystem::path& folder) { return resume_command(shared, folder); };
  const bool no_report = options.measuring.no_report;
  if (!options.resume.empty())
    return finish(driver::resume_run(bench, options.resume, shown, command_to_resume, judged_by_the_report()),
                  no_report, shared);
  driver::json description = describe_selection(bench, options.selection);
  refuse_more_than_a_report_reads(description);
  const driver::run_request request{.settings = settings_from(options, command, shared),
                                    .description = std::move(description),
                                    .folder = options.measuring.out};
  return finish(driver::start_run(bench, request, shown, command_to_resume, judged_by_the_report()), no_report, shared);
}

}  // namespace

void add_run(CLI::App& app, program& shared) {
  const auto options = std::make_shared<run_options>();
  CLI::App* const command = app.add_subcommand("run", "Measures every cell in fresh processes and writes a report");
  command->footer(examples);
  options->selection.add_to(*command);
  options->measuring.add_to(*command,
                            "Exactly so many fresh processes for each cell, instead of more where it is undecided",
                            "Measured time of each (quick 0.02s, full 0.05s)");
  command
      ->add_option("--budget", options->budget,
                   "Time for all samples: each cell gets a few, and undecided ones the rest (quick 112s, full 37m)")
      ->type_name("TIME");
  command
      ->add_option("--resume", options->resume,
                   "Goes on with an interrupted run, and takes again what was killed or may have been mended")
      ->type_name("DIR");
  command->callback([options, command, &shared] { shared.exit_code = run(*options, *command, shared); });
}

}  // namespace interleave::cli
