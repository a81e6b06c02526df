// Turns options into settings, and ends the command with a report.
#include "cli/measuring.hpp"

#include "cli/outputs.hpp"
#include "cli/span.hpp"
#include "cli/whole_number.hpp"
#include "cli/written.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "workloads/errors.hpp"
#include "workloads/parameters.hpp"

#include <iostream>
#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

std::uint64_t positive_size(const std::string& text, const char* option) {
  const std::size_t bytes = parse_value(text, kinds::size, option);
  if (bytes == 0) throw usage_error(fmt::format("{}: it must be more than nothing", option));
  return bytes;
}

std::uint64_t fresh_seed() {
  std::random_device device;  // recorded with the result; 32 bits are easier to retype than 64
  return device();
}

}  // namespace

void measuring_options::add_to(CLI::App& command, const std::string& samples_help, const std::string& time_help) {
  command.add_option("-n,--samples", samples, samples_help)
      ->type_name("N")
      ->check(CLI::Range(1, 100'000).description(""));
  command.add_option("-t,--time-per-sample", time_per_sample, time_help)->type_name("TIME");
  command.add_option("--seed", seed, "Of the order of the cells and the layout of each sample; recorded")
      ->type_name("N")
      ->check(whole_number());
  command.add_option("--timeout", timeout, "After which a sample is ended")->type_name("TIME")->capture_default_str();
  command
      .add_option("--memory-limit", memory_limit,
                  "Of a sample, all its processes together (default: 80 % of what is free)")
      ->type_name("SIZE");
  command.add_option("-o,--out", out, "Folder of the run (default: results/<time>-<host>)")->type_name("DIR");
  command.add_flag("--no-report", no_report, "Only measures: no verdict, no report.html");
}

driver::run_settings measuring_options::settings(const CLI::App& command, const program& shared,
                                                 const measuring_defaults& defaults) const {
  driver::run_settings settings;
  settings.samples_per_cell = samples != 0 ? samples : defaults.samples;
  settings.sample_time = defaults.sample_time;
  if (!time_per_sample.empty()) settings.sample_time = span_of(time_per_sample, "--time-per-sample", kinds::duration);
  settings.seed = command.count("--seed") > 0 ? seed : fresh_seed();
  settings.timeout = span_of(timeout, "--timeout", kinds::duration);
  if (!memory_limit.empty()) settings.memory_limit_bytes = positive_size(memory_limit, "--memory-limit");
  settings.arguments = shared.arguments;
  return settings;
}

driver::progress progress_on_stderr(const program& shared) {
  return driver::progress(std::cerr, {.rewrite_line = is_live_terminal(STDERR_FILENO),
                                      .color = wants_color(shared.color, STDERR_FILENO),
                                      .columns = [] { return columns_of(STDERR_FILENO, 80); },
                                      .made_safe = reports::printable_lines});
}

std::string resume_command(const program& shared, const std::filesystem::path& folder) {
  const std::string bench =
      shared.bench_option.empty() ? "" : fmt::format("--bench {} ", reports::shell_word(shared.bench_option));
  return fmt::format("interleave {}run --resume {}", bench, reports::shell_word(folder.string()));
}

int finish(const driver::run_end& end, bool no_report, const program& shared) {
  if (end.signal) {
    const std::string what_is_left =
        end.has_measured ? fmt::format("; what was measured is in {}", (end.folder / "results.json").string())
                         : " before anything was measured";
    say(fmt::format("interrupted{}\n", what_is_left));
    if (end.folder.empty())
      say("nothing is left of this run\n");
    else
      say(fmt::format("go on with: {}\n", resume_command(shared, end.folder)));
    return 128 + *end.signal;
  }
  if (no_report)
    print_whole(fmt::format("results  {}\n", reports::printable((end.folder / "results.json").string())));
  else
    report_on_run(end.folder, shared.color);
  if (end.failed_cells == 0) return end.measured_cells > 0 ? exit_good : exit_some_failed;
  say(fmt::format("{} of {} cells failed\n", end.failed_cells, end.cells));
  return exit_some_failed;
}

}  // namespace interleave::cli
