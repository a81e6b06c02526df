// interleave export: results in the formats of other tools.
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "cli/written.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/recording.hpp"
#include "reports/results/run_results.hpp"
#include "tracking/exports/exporter.hpp"
#include "workloads/errors.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace interleave::cli {
namespace {

constexpr const char* examples = R"(Examples:
  interleave export --to bencher results.json | bencher run --adapter json ...
  interleave export --to github-action-benchmark results.json -o times.json
  interleave export --to github-action-benchmark --better more results.json -o rates.json
  interleave export --to openmetrics --metric bytes_per_second results.json
  interleave export --to benchfmt old.json > old.txt; interleave export --to benchfmt new.json > new.txt; benchstat old.txt new.txt
  interleave export --to otava --branch main --commit 1a2b3c --commit 4d5e6f monday.json tuesday.json -o history.csv)";

struct export_command_options {
  std::string format;
  std::vector<std::filesystem::path> results;
  std::string output;
  std::string direction;
  tracking::export_options written;
};

std::vector<reports::recording> recordings_of(const export_command_options& options, bool are_apart) {
  std::vector<reports::run_results> each;
  for (const std::filesystem::path& path : options.results) each.push_back(reports::read(std::span(&path, 1)));
  if (!are_apart) return {reports::recording_of(reports::joined(std::move(each)), options.results.front())};
  reports::refuse_twice(each);
  std::vector<reports::recording> recordings;
  for (std::size_t i = 0; i < each.size(); ++i)
    recordings.push_back(reports::recording_of(each[i], options.results[i]));
  return recordings;
}

// The formats have no room for the state of the machines.
void print_cautions(std::span<const reports::recording> recordings) {
  std::vector<reports::machine_state> machines;
  for (const reports::recording& one : recordings)
    machines.insert(machines.end(), one.machines.begin(), one.machines.end());
  for (const std::string& caution : reports::machine_cautions(machines)) print_note(caution);
}

void export_results(const export_command_options& options) {
  tracking::export_options wanted = options.written;
  wanted.direction = options.direction == "more" ? reports::better::more : reports::better::less;
  if (options.format != "otava" && !(wanted.commits.empty() && wanted.branch.empty()))
    throw usage_error(fmt::format("--commit and --branch say nothing to {}; leave them out", options.format));
  if (options.format != "github-action-benchmark" && !options.direction.empty())
    throw usage_error(fmt::format("--better says nothing to {}; leave it out", options.format));
  if (!wanted.metrics.empty() && !options.direction.empty())
    throw usage_error("--metric says what is exported, and --better would say it another way; leave one of them out");
  if (!wanted.commits.empty() && wanted.commits.size() != options.results.size())
    throw usage_error(fmt::format("--commit is given {} times for {} RESULTS; give one for each, in their order",
                                  wanted.commits.size(), options.results.size()));
  refuse_overwriting(reports::files_of_measurements(options.results), {{"--output", options.output}});
  const tracking::exporter& format = *tracking::find_exporter(options.format);
  const std::vector<reports::recording> recordings = recordings_of(options, format.keeps_results_apart);
  write_to(options.output, tracking::exported(format, recordings, wanted));
  if (format.note != nullptr) print_note(format.note(recordings, wanted));
  print_cautions(recordings);
  print_note(tracking::left_out_note(format, recordings, wanted));
}

}  // namespace

void add_export(CLI::App& app, program&) {
  const auto options = std::make_shared<export_command_options>();
  CLI::App* const command = app.add_subcommand("export", "Writes results in another tool's format");
  std::vector<std::string> names;
  std::string formats = "Formats:\n";
  for (const tracking::exporter& one : tracking::exporters()) {
    names.emplace_back(one.name);
    formats += fmt::format("  {:<24}  {}\n", one.name, one.summary);
  }
  command->footer(formats + "\n" + examples);
  command->add_option("--to", options->format, "The format; see below")
      ->type_name("FORMAT")
      ->required()
      ->check(CLI::IsMember(names).description(""));
  command
      ->add_option("results", options->results,
                   "Folders of runs, JSON files of Google Benchmark or ours, or folders of such")
      ->type_name("RESULTS")
      ->required();
  command->add_option("-o,--output", options->output, "Writes there instead of to standard output")->type_name("FILE");
  command
      ->add_option(
          "--better", options->direction,
          "For github-action-benchmark, whose files have one direction: less (times, the default) or more (rates)")
      ->type_name("WAY")
      ->check(CLI::IsMember({"less", "more"}).description(""));
  command
      ->add_option("--metric", options->written.metrics,
                   "Exports this in place of times and rates: real_time, cpu_time, or a counter; repeat it where the "
                   "format has room for several")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_option("--commit", options->written.commits, "For otava: the commit of each of the RESULTS; repeat it")
      ->type_name("SHA")
      ->allow_extra_args(false);
  command->add_option("--branch", options->written.branch, "For otava: their branch")->type_name("NAME");
  command->callback([options] {
    options->results = without_gates(std::move(options->results));
    export_results(*options);
  });
}

}  // namespace interleave::cli
