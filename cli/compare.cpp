// interleave compare: two results against each other, cell by cell.
#include "cli/commands.hpp"
#include "cli/percent.hpp"
#include "cli/written.hpp"
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/run_results.hpp"
#include "reports/words/text.hpp"
#include "tracking/compare/comparison.hpp"
#include "tracking/compare/comparison_html.hpp"
#include "tracking/compare/comparison_json.hpp"
#include "tracking/compare/comparison_markdown.hpp"
#include "tracking/compare/comparison_terminal.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* examples = R"(Examples:
  interleave compare results/monday results/tuesday
  interleave compare base.json candidate.json --filter 'io_.*/in_flight:8'
  interleave compare base/ candidate/ --metric cpu_time --margin 5%
  interleave compare base.json candidate.json -o comparison.html
  interleave compare base.json candidate.json --format markdown >> "$GITHUB_STEP_SUMMARY"

BASE and CAND are folders of a run, JSON files of Google Benchmark (1.5 to 1.9) or ours, or folders of such, whose
samples are joined: each process counts once, however often it repeats. Both were measured apart, so the answer holds
as far as the machine was the same for both; `interleave gate` runs two executables in turns.

Exit status: 0 whatever was found · 2 usage or input error.)";

struct compare_options {
  fs::path base;
  fs::path candidate;
  tracking::comparison_options comparison;
  std::string direction;
  std::string margin = "3%";
  std::string format;
  std::string output;
};

// Without --format, the output's file extension decides.
std::string format_of(const compare_options& options) {
  if (!options.format.empty()) return options.format;
  const fs::path ending = fs::path(options.output).extension();
  if (ending == ".html") return "html";
  if (ending == ".md") return "markdown";
  return ending == ".json" ? "json" : "terminal";
}

tracking::comparison comparison_of(const compare_options& options) {
  tracking::comparison_options wanted = options.comparison;
  wanted.margin = share_of("--margin", options.margin);
  if (!options.direction.empty())
    wanted.direction = options.direction == "more" ? reports::better::more : reports::better::less;
  const reports::run_results base_runs = reports::read(std::array{options.base});
  const reports::run_results candidate_runs = reports::read(std::array{options.candidate});
  const reports::recording base = reports::recording_of(base_runs, options.base);
  const reports::recording candidate = reports::recording_of(candidate_runs, options.candidate);
  tracking::comparison found = tracking::compare(base, candidate, wanted);
  if (found.comparable && base.is_suite_result && candidate.is_suite_result)
    found.winners = tracking::changed_winners(reports::analyse(base_runs), reports::analyse(candidate_runs));
  return found;
}

std::string text_of(const tracking::comparison& found, const compare_options& options, const program& shared) {
  const std::string format = format_of(options);
  if (format == "html") return tracking::comparison_html(found);
  if (format == "json") return tracking::comparison_json(found);
  if (format == "markdown") return tracking::comparison_markdown(found);
  if (!options.output.empty()) return tracking::comparison_terminal(found);
  return tracking::comparison_terminal(found, {.width = static_cast<std::size_t>(columns_of(STDOUT_FILENO, 120)),
                                               .colour = wants_color(shared.color, STDOUT_FILENO),
                                               .unicode = shows_unicode(STDOUT_FILENO)});
}

}  // namespace

void add_compare(CLI::App& app, program& shared) {
  const auto options = std::make_shared<compare_options>();
  CLI::App* const command =
      app.add_subcommand("compare", "Two results against each other: what is slower, what faster");
  command->footer(examples);
  command->add_option("base", options->base, "What it was: a folder or a JSON file")->type_name("BASE")->required();
  command->add_option("candidate", options->candidate, "What it is now")->type_name("CAND")->required();
  command->add_option("--metric", options->comparison.metric, "real_time, cpu_time, or the name of a counter")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--better", options->direction, "Which way the metric ought to go, where its name doesn't say")
      ->type_name("WAY")
      ->check(CLI::IsMember({"less", "more"}).description(""));
  command->add_option("--filter", options->comparison.filter, "Only cells in whose names this expression is found")
      ->type_name("REGEX");
  command->add_option("--margin", options->margin, "A change must be shown to be larger than this")
      ->type_name("PERCENT")
      ->capture_default_str();
  command->add_option("--format", options->format, "terminal, markdown, json, html (default: as --output ends)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"terminal", "markdown", "json", "html"}).description(""));
  command->add_option("-o,--output", options->output, "Writes there instead of to standard output")->type_name("FILE");
  command->callback([options, &shared] {
    const std::array inputs{options->base, options->candidate};
    refuse_overwriting(reports::files_of_measurements(inputs), {{"--output", options->output}});
    write_to(options->output, text_of(comparison_of(*options), *options, shared));
  });
}

}  // namespace interleave::cli
