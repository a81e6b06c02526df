// interleave history: runs over time. Keeps them in a folder or a database, and finds since when cells have been
// slower.
#include "benchmarks/driver/files.hpp"
#include "cli/commands.hpp"
#include "cli/whole_number.hpp"
#include "cli/written.hpp"
#include "reports/results/recording.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"
#include "reports/words/utc_time.hpp"
#include "tracking/history/folder_store.hpp"
#include "tracking/history/history_texts.hpp"
#include "tracking/history/postgresql_store.hpp"
#include "tracking/history/trend.hpp"
#include "tracking/history/trend_html.hpp"
#include "tracking/history/trend_json.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

constexpr const char* examples = R"help(Examples:
  interleave history add perf/ results/monday --commit "$(git rev-parse HEAD)" --branch main
  interleave history add perf/ gbench.json --time 2026-11-20T14:00:00Z --label runner=gh-1
  interleave history trend perf/                              what became slower, and between which commits
  interleave history trend perf/ --html trend.html --commit-url 'https://github.com/o/r/commit/{sha}'
  interleave history trend perf/ --control '^noop/' --filter '^io_'
  interleave history show perf/ 1f2e3d4c                      one run: by the beginning of its hash or commit
  interleave history prune perf/ --branch topic --keep-last 20 --dry-run
  interleave history prune perf/ --damaged                    takes out what was cut short, and nothing else
  interleave history export perf/ > otava.csv
  interleave history add --store postgresql://ci@db.example.org/perf results/ --commit "$CI_COMMIT_SHA"

A history is a folder with one file a run that is never rewritten. Copying the files of one into another merges them,
and machines may add at the same time. It keeps the median, spread and number of samples of each cell. Machines that
share no folder can share a PostgreSQL database instead; keep its password in ~/.pgpass or in PGPASSWORD.

Exit status: 0 whatever was found · 2 usage or input error.)help";

struct history_options {
  std::string folder;
  std::string store;
  bool json = false;
  // add
  std::string results;
  std::string commit;
  std::string branch;
  std::string time;
  std::vector<std::string> labels;
  std::vector<std::string> counters;
  // show
  std::string run;
  // trend, export
  std::string metric = "real_time";
  std::string direction;
  std::string filter;
  std::string control;
  std::string html;
  std::string commit_url;
  // prune
  std::optional<std::size_t> keep_last;
  std::string before;
  bool damaged = false;
  bool dry_run = false;
  // export
  std::string format = "otava";
};

reports::terminal_options look_of(const program& shared) {
  return {.width = static_cast<std::size_t>(columns_of(STDOUT_FILENO, 120)),
          .colour = wants_color(shared.color, STDOUT_FILENO),
          .unicode = shows_unicode(STDOUT_FILENO)};
}

// With --store there is no DIR, so what was parsed as DIR is the operand that should follow it.
void settle_operand(history_options& options, std::string_view name, std::string& operand) {
  if (!options.store.empty()) std::swap(options.folder, operand);
  if (operand.empty()) throw usage_error(fmt::format("{} is missing", name));
}

std::unique_ptr<tracking::history_store> open_store(const history_options& options) {
  if (!options.store.empty() && !options.folder.empty())
    throw usage_error(fmt::format("'{}' is one argument too many: --store takes the place of DIR", options.folder));
  const std::string& where = options.store.empty() ? options.folder : options.store;
  if (where.empty()) throw usage_error("which history? DIR says so, or --store postgresql://...");
  if (tracking::is_database_address(where)) return std::make_unique<tracking::postgresql_store>(where);
  return std::make_unique<tracking::folder_store>(where);
}

// Reports what can't be read, and returns the rest.
tracking::history load_any(const tracking::history_store& store) {
  tracking::history kept = store.load();
  for (const std::string& problem : kept.problems) print_note("left out: " + problem);
  return kept;
}

tracking::history load(const tracking::history_store& store) {
  tracking::history kept = load_any(store);
  if (kept.runs.empty()) throw tracking::empty_history(store.name());
  return kept;
}

// The run that `prefix` identifies; if its commit was measured more than once, the newest.
const tracking::stored_run& run_like(const tracking::history& kept, std::string_view prefix, std::string_view name) {
  const auto found = tracking::runs_like(kept, prefix);
  if (found.empty())
    throw usage_error(
        fmt::format("no run or commit in {} begins with '{}'; `interleave history list` shows them", name, prefix));
  std::vector<std::string> commits;
  for (const tracking::stored_run* run : found)
    if (std::ranges::find(commits, run->run.from.commit) == commits.end()) commits.push_back(run->run.from.commit);
  if (commits.size() > 1)
    throw usage_error(fmt::format("'{}' begins runs of {} commits: {}; give more of one", prefix, commits.size(),
                                  reports::list_text(commits, 5)));
  return *found.back();
}

// The option's value, or else the first of these variables that a CI system has set.
std::string or_environment(const std::string& given, std::initializer_list<const char*> variables) {
  if (!given.empty()) return given;
  for (const char* const variable : variables)
    if (const char* const value = std::getenv(variable); value != nullptr && *value != '\0') return value;
  return "";
}

std::string canonical_time(const std::string& option, const std::string& text) {
  const std::optional<std::string> time = reports::utc_time(text);
  if (!time)
    throw usage_error(fmt::format("{} '{}' is no date; write 2026-11-20 or 2026-11-20T14:00:00Z", option, text));
  return *time;
}

tracking::provenance provenance_of(const history_options& options, const reports::recording& measured) {
  tracking::provenance from;
  from.commit = or_environment(options.commit, {"GITHUB_SHA", "CI_COMMIT_SHA"});
  from.branch = or_environment(options.branch, {"GITHUB_REF_NAME", "CI_COMMIT_REF_NAME"});
  if (from.commit.empty()) throw usage_error("which commit was measured? --commit SHA says so");
  from.time = options.time.empty() ? reports::utc_time(measured.date).value_or(reports::utc_now())
                                   : canonical_time("--time", options.time);
  for (const std::string& label : options.labels) {
    const std::size_t equals = label.find('=');
    if (equals == std::string::npos || equals == 0)
      throw usage_error(fmt::format("--label '{}': a label is NAME=VALUE", label));
    from.labels[label.substr(0, equals)] = label.substr(equals + 1);
  }
  return from;
}

void add(history_options& options) {
  settle_operand(options, "RESULTS", options.results);
  const reports::recording measured = reports::read_recording(options.results);
  const tracking::history_run run =
      tracking::make_history_run(measured, provenance_of(options, measured), options.counters);
  print_whole(open_store(options)->add(run) + "\n");
  for (const std::string& caution : reports::machine_cautions(measured.machines)) print_note(caution);
}

void list(const history_options& options, const program& shared) {
  const tracking::history kept = load(*open_store(options));
  print_whole(options.json ? tracking::history_json(kept) : tracking::history_terminal(kept, look_of(shared)));
}

void show(history_options& options, const program& shared) {
  settle_operand(options, "RUN", options.run);
  const auto store = open_store(options);
  const tracking::history kept = load(*store);
  const tracking::stored_run& newest = run_like(kept, options.run, store->name());
  print_whole(options.json ? tracking::run_json(newest) : tracking::run_terminal(newest, look_of(shared)));
}

void trend(const history_options& options, const program& shared) {
  const bool is_link = options.commit_url.starts_with("https://") || options.commit_url.starts_with("http://");
  if (!options.commit_url.empty() && (!is_link || options.commit_url.find("{sha}") == std::string::npos))
    throw usage_error(fmt::format("--commit-url '{}' is no http address with {{sha}} in it", options.commit_url));
  if (options.json && options.html == "-")
    throw usage_error("--json and --html - both write to standard output: give the page a file");
  tracking::trend_options wanted{
      .metric = options.metric, .branch = options.branch, .filter = options.filter, .control = options.control};
  if (!options.direction.empty())
    wanted.direction = options.direction == "more" ? reports::better::more : reports::better::less;
  const auto store = open_store(options);
  refuse_overwriting(store->files(), {{"--html", options.html}});
  const tracking::trend found = tracking::find_trend(load(*store), wanted, store->name());
  if (!options.html.empty()) {
    write_to(options.html, tracking::trend_html(found, options.commit_url));
    if (options.html == "-") return;
  }
  print_whole(options.json ? tracking::trend_json(found) : tracking::trend_terminal(found, look_of(shared)));
}

void prune(const history_options& options) {
  tracking::prune_rule rule{.keep_last = options.keep_last, .branch = options.branch};
  if (!options.before.empty()) rule.before = canonical_time("--before", options.before);
  const bool has_rule = rule.keep_last || !rule.before.empty() || !rule.branch.empty();
  if (!has_rule && !options.damaged)
    throw usage_error(
        "prune takes out all runs that no option keeps: give --keep-last, --before or --branch, or --damaged for those "
        "alone that can't be read");
  const auto store = open_store(options);
  const tracking::history kept = load_any(*store);
  if (kept.runs.empty() && kept.problems.empty())
    print_note(fmt::format("{} holds no run of a history: there is nothing to take out", store->name()));
  std::vector<std::string> chosen;
  if (has_rule) chosen = tracking::runs_to_prune(kept, rule);
  if (options.damaged) chosen.insert(chosen.end(), kept.damaged.begin(), kept.damaged.end());
  if (!options.dry_run) store->prune(chosen);
  std::string lines;
  for (const std::string& id : chosen) lines += reports::printable(id) + "\n";
  print_whole(lines);
}

void export_history(const history_options& options) {
  const auto store = open_store(options);
  const tracking::history kept = load(*store);
  if (options.format == "json") {
    print_whole(tracking::full_history_json(kept));
  } else {
    const tracking::otava_table table = tracking::history_table(kept, options.metric, store->name());
    print_whole(table.csv());
    print_note(table.note());
  }
}

CLI::App* add_command(CLI::App& history, const std::shared_ptr<history_options>& options, const std::string& name,
                      const std::string& summary) {
  CLI::App* const command = history.add_subcommand(name, summary);
  command->footer(examples);
  command->add_option("DIR", options->folder, "The folder that holds the history")->option_text(" ");
  command->add_option("--store", options->store, "Where the history lies, in place of DIR: a PostgreSQL database")
      ->type_name("postgresql://...");
  return command;
}

void add_add(CLI::App& history, const std::shared_ptr<history_options>& options) {
  CLI::App* const command = add_command(history, options, "add", "Puts a run in, and prints its id");
  command
      ->add_option("RESULTS", options->results,
                   "A folder of a run, a JSON file of Google Benchmark or ours, or a folder of such")
      ->option_text(" ");
  command->add_option("--commit", options->commit, "What was measured (default: $GITHUB_SHA, $CI_COMMIT_SHA)")
      ->type_name("SHA");
  command->add_option("--branch", options->branch, "Where it lies (default: $GITHUB_REF_NAME, $CI_COMMIT_REF_NAME)")
      ->type_name("NAME");
  command->add_option("--time", options->time, "Its place in the history (default: when it was measured)")
      ->type_name("TIME");
  command->add_option("--label", options->labels, "Anything else to know; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command->add_option("--counter", options->counters, "Keeps this counter too; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->callback([options] { add(*options); });
}

void add_trend(CLI::App& history, const std::shared_ptr<history_options>& options, program& shared) {
  CLI::App* const command = add_command(history, options, "trend", "Says what changed, and between which commits");
  command->add_option("--metric", options->metric, "real_time, cpu_time, or a counter that was kept")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--better", options->direction, "Which way it ought to go, where its name doesn't say")
      ->type_name("WAY")
      ->check(CLI::IsMember({"less", "more"}).description(""));
  command->add_option("--branch", options->branch, "Only runs of this branch")->type_name("NAME");
  command->add_option("--filter", options->filter, "Only cells in whose names this expression is found")
      ->type_name("REGEX");
  command
      ->add_option("--control", options->control,
                   "Cells that no commit can change: what they move is the machine's, and is taken off all others")
      ->type_name("REGEX");
  command->add_flag("--json", options->json, "Changes and series as JSON");
  command->add_option("--html", options->html, "Writes a page with a chart of each cell there; - is standard output")
      ->type_name("FILE");
  command->add_option("--commit-url", options->commit_url, "Where a commit can be seen; {sha} stands for it")
      ->type_name("URL");
  command->callback([options, &shared] { trend(*options, shared); });
}

void add_prune(CLI::App& history, const std::shared_ptr<history_options>& options) {
  CLI::App* const command = add_command(history, options, "prune",
                                        "Takes runs out for good, those that fit all options, and prints their ids");
  command->add_option("--keep-last", options->keep_last, "Not the newest so many of each branch")
      ->type_name("N")
      ->check(whole_number());
  command->add_option("--before", options->before, "Only what is older")->type_name("TIME");
  command->add_option("--branch", options->branch, "Only runs of this branch")->type_name("NAME");
  command->add_flag("--damaged", options->damaged,
                    "Those too that are damaged, whatever their age and branch; by itself, only those");
  command->add_flag("--dry-run", options->dry_run, "Only prints the ids");
  command->callback([options] { prune(*options); });
}

}  // namespace

void add_history(CLI::App& app, program& shared) {
  const auto options = std::make_shared<history_options>();
  CLI::App* const history = app.add_subcommand("history", "Runs over time: keeps them, and finds what changed");
  history->footer(examples);
  history->require_subcommand(1);
  add_add(*history, options);
  CLI::App* const lister = add_command(*history, options, "list", "All runs, by time");
  lister->add_flag("--json", options->json, "As JSON");
  lister->callback([options, &shared] { list(*options, shared); });
  CLI::App* const shower = add_command(*history, options, "show", "One run and its cells");
  shower->add_option("RUN", options->run, "The beginning of its id, hash or commit")->option_text(" ");
  shower->add_flag("--json", options->json, "As JSON");
  shower->callback([options, &shared] { show(*options, shared); });
  add_trend(*history, options, shared);
  add_prune(*history, options);
  CLI::App* const exporter =
      add_command(*history, options, "export", "All runs, for other programs, to standard output");
  exporter->add_option("--to", options->format, "otava: a wide CSV of one metric; json: everything")
      ->check(CLI::IsMember({"otava", "json"}).description(""))
      ->capture_default_str();
  exporter->add_option("--metric", options->metric, "Of the CSV")->type_name("NAME")->capture_default_str();
  exporter->callback([options] { export_history(*options); });
}

}  // namespace interleave::cli
