// interleave run: measures, then says what it means.
#include "benchmarks/driver/session.hpp"
#include "cli/bench.hpp"
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "reports/text.hpp"
#include "workloads/errors.hpp"
#include "workloads/parameters.hpp"

#include <iostream>
#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

constexpr const char* examples = R"(Examples:
  interleave run                                  a first answer, in about a minute
  interleave run --full                           every runner, more levels, narrower intervals
  interleave run -w 'io_*' -i 1,64 --set io_echo.delay=5ms
  interleave run -r coroutines,thread_pool --samples 20 --seed 7
  interleave run --resume results/2026-11-20T14-00-00Z-lab

Exit status: 0 all cells measured · 1 some cells failed · 2 usage or tool error · 128+N ended by signal N.)";

struct run_options {
  selection_options selection;
  int samples = 0;
  std::string time_per_sample;
  std::uint64_t seed = 0;
  std::string timeout = "30s";
  std::string memory_limit;
  std::string out;
  std::string resume;
  bool no_report = false;
};

std::chrono::nanoseconds positive_duration(const std::string& text, const char* option) {
  const std::int64_t value = parse_value(text, unit::duration, option);
  if (value <= 0) throw usage_error(fmt::format("{}: it must be longer than nothing", option));
  return std::chrono::nanoseconds(value);
}

std::uint64_t fresh_seed() {
  std::random_device device;  // recorded with the result, so 32 bits that can be typed again are better than 64
  return device();
}

driver::run_settings settings_from(const run_options& options, const CLI::App& command, const program& shared) {
  driver::run_settings settings;
  settings.samples_per_cell = options.selection.full ? 15 : 5;
  settings.sample_time = options.selection.full ? std::chrono::milliseconds(200) : std::chrono::milliseconds(60);
  settings.profile = options.selection.full ? "full" : "quick";
  if (options.samples != 0 || !options.time_per_sample.empty() || options.selection.narrows())
    settings.profile = "custom";
  if (options.samples != 0) settings.samples_per_cell = options.samples;
  if (!options.time_per_sample.empty())
    settings.sample_time = positive_duration(options.time_per_sample, "--time-per-sample");
  settings.seed = command.count("--seed") > 0 ? options.seed : fresh_seed();
  settings.timeout = positive_duration(options.timeout, "--timeout");
  if (!options.memory_limit.empty())
    settings.memory_limit_bytes =
        static_cast<std::uint64_t>(parse_value(options.memory_limit, unit::bytes, "--memory-limit"));
  settings.placement = options.selection.placement;
  settings.arguments = shared.arguments;
  return settings;
}

// A resumed run is the same run: whatever shapes it was written down when it began.
void refuse_with_resume(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->count() > 0 && name != "--resume" && name != "--no-report")
      throw usage_error(
          fmt::format("{} cannot be changed for a run that has begun; leave it out, or start a new run", name));
  }
}

std::string resume_command(const program& shared, const std::filesystem::path& folder) {
  const std::string bench =
      shared.bench_option.empty() ? "" : fmt::format("--bench {} ", reports::shell_word(shared.bench_option));
  return fmt::format("interleave {}run --resume {}", bench, reports::shell_word(folder.string()));
}

int finish(const driver::run_end& end, const run_options& options, const program& shared) {
  if (end.signal) {
    fmt::print(stderr, "interrupted; what was measured is in {}\ngo on with: {}\n",
               (end.folder / "results.json").string(), resume_command(shared, end.folder));
    return 128 + *end.signal;
  }
  if (options.no_report)
    fmt::print("results  {}\n", (end.folder / "results.json").string());
  else
    report_on_run(end.folder, shared.color);
  std::fflush(stdout);
  if (end.failed_cells == 0) return exit_good;
  fmt::print(stderr, "{} of {} cells failed\n", end.failed_cells, end.cells);
  return exit_some_failed;
}

int run(const run_options& options, const CLI::App& command, const program& shared) {
  if (!options.resume.empty()) refuse_with_resume(command);
  const std::filesystem::path bench = find_bench(shared);
  driver::progress shown(std::cerr, {.rewrite_line = is_live_terminal(STDERR_FILENO),
                                     .color = wants_color(shared.color, STDERR_FILENO),
                                     .columns = [] { return columns_of(STDERR_FILENO, 80); }});
  const auto command_to_resume = [&](const std::filesystem::path& folder) { return resume_command(shared, folder); };
  if (!options.resume.empty())
    return finish(driver::resume_run(bench, options.resume, shown, command_to_resume), options, shared);
  const driver::run_request request{.settings = settings_from(options, command, shared),
                                    .description = describe_selection(bench, options.selection),
                                    .folder = options.out};
  return finish(driver::start_run(bench, request, shown, command_to_resume), options, shared);
}

}  // namespace

void add_run(CLI::App& app, program& shared) {
  const auto options = std::make_shared<run_options>();
  CLI::App* const command = app.add_subcommand("run", "Measures every cell in fresh processes and writes a report");
  command->footer(examples);
  options->selection.add_to(*command);
  command->add_option("-n,--samples", options->samples, "Fresh processes for each cell (quick 5, full 15)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000).description(""));
  command
      ->add_option("-t,--time-per-sample", options->time_per_sample, "Measured time of each (quick 0.06s, full 0.2s)")
      ->type_name("TIME");
  command->add_option("--seed", options->seed, "Of the order in which cells are measured; recorded")->type_name("N");
  command->add_option("--timeout", options->timeout, "After which a sample is ended")
      ->type_name("TIME")
      ->capture_default_str();
  command
      ->add_option("--memory-limit", options->memory_limit,
                   "Of a sample, all its processes together (default: 80 % of what is free)")
      ->type_name("SIZE");
  command->add_option("-o,--out", options->out, "Folder of the run (default: results/<time>-<host>)")->type_name("DIR");
  command->add_option("--resume", options->resume, "Goes on with an interrupted run")->type_name("DIR");
  command->add_flag("--no-report", options->no_report, "Only measures: no verdict, no report.html");
  command->callback([options, command, &shared] { shared.exit_code = run(*options, *command, shared); });
}

}  // namespace interleave::cli
