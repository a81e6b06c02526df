// interleave report: presents existing results as a table, a page or a text for a pull request.
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "cli/written.hpp"
#include "reports/page/html.hpp"
#include "reports/results/input_file.hpp"
#include "reports/text/answer_json.hpp"
#include "reports/text/markdown.hpp"
#include "workloads/errors.hpp"

#include <csignal>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* examples = R"(Examples:
  interleave report results/2026-11-20T14-00-00Z-lab            a table
  interleave report results/2026-11-20T14-00-00Z-lab --open     the page, in a browser
  interleave report results/*/results.json --html all.html      several runs of one machine, pooled
  interleave report results.json --markdown - >> "$GITHUB_STEP_SUMMARY"
  interleave report results.json --json - | jq -r '.map[] | select(.outcome == "win") | [.label, .in_flight, .runner] | @tsv')";

struct report_options {
  std::vector<fs::path> results;
  std::string html;
  std::string markdown;
  std::string json;
  bool open = false;
};

void open_in_browser(const fs::path& page) {
  std::string program = "xdg-open";
  std::string path = fs::absolute(page).string();
  char* const arguments[] = {program.data(), path.data(), nullptr};
  // Signals that this program ignores must not be ignored in the browser.
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGXFSZ);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  pid_t opener = -1;
  int status = 0;
  // The opener hands the page to the desktop and returns.
  const int error_number = ::posix_spawnp(&opener, program.c_str(), nullptr, &attributes, arguments, environ);
  ::posix_spawnattr_destroy(&attributes);
  if (error_number != 0)
    throw usage_error(fmt::format("no browser could be opened (xdg-open: {}); the page is {}",
                                  std::generic_category().message(error_number), path));
  if (::waitpid(opener, &status, 0) != opener || status != 0)
    throw usage_error(fmt::format("no browser could be opened (xdg-open failed); the page is {}", path));
}

// Where the page goes, empty if none is wanted. Without --html, --open writes it where `interleave run` does.
fs::path page_file(const report_options& options) {
  if (!options.html.empty() || !options.open) return options.html;
  const fs::path& only = options.results.front();
  return (fs::is_directory(only) ? only : only.parent_path()) / "report.html";
}

void refuse_contradictions(const report_options& options) {
  if (options.open && options.html.empty() && options.results.size() > 1)
    throw usage_error(
        "--open: the page of several results belongs to none of their folders; --html says where it goes");
  if (options.open && options.html == "-")
    throw usage_error("--open and --html -: a browser opens no standard output; give the page a file");
  std::vector<std::string_view> to_stdout;
  for (const auto& [name, where] : {std::pair<std::string_view, std::string_view>{"--html -", options.html},
                                    {"--markdown -", options.markdown},
                                    {"--json -", options.json}})
    if (where == "-") to_stdout.push_back(name);
  if (to_stdout.size() > 1)
    throw usage_error(fmt::format("{} both write to standard output: give one of them a file",
                                  fmt::join(to_stdout.begin(), to_stdout.begin() + 2, " and ")));
}

void report(const report_options& options, const program& shared) {
  refuse_contradictions(options);
  refuse_overwriting(reports::files_of_measurements(options.results),
                     {{"--markdown", options.markdown},
                      {"--json", options.json},
                      {options.html.empty() ? "--open" : "--html", page_file(options)}});
  const reports::analysis model = analyse_files(options.results);
  if (!options.markdown.empty()) write_to(options.markdown, reports::markdown(model));
  if (!options.json.empty()) write_to(options.json, reports::answer_json(model));
  if (const fs::path page = page_file(options); !page.empty()) write_to(page, reports::html(model));
  if (options.open) open_in_browser(page_file(options));
  if (options.html.empty() && options.markdown.empty() && options.json.empty() && !options.open)
    print_terminal(model, shared.color, true);
}

}  // namespace

void add_report(CLI::App& app, program& shared) {
  const auto options = std::make_shared<report_options>();
  CLI::App* const command = app.add_subcommand("report", "Says what results mean: a table, a page, or Markdown");
  command->footer(examples);
  command
      ->add_option("results", options->results,
                   "Folders of runs, JSON files of Google Benchmark or ours, or folders of such")
      ->type_name("RESULTS")
      ->required();
  command->add_option("--html", options->html, "Writes the page there; - is standard output")->type_name("FILE");
  command->add_option("--markdown", options->markdown, "Writes Markdown there; - is standard output")
      ->type_name("FILE");
  command
      ->add_option("--json", options->json,
                   "Writes verdict, map and matrix as JSON there, for programs; - is standard output")
      ->type_name("FILE");
  command->add_flag("--open", options->open,
                    "Opens the page in a browser; of several results, the one that --html names");
  command->callback([options, &shared] {
    options->results = without_gates(std::move(options->results));
    report(*options, shared);
  });
}

}  // namespace interleave::cli
