// interleave gate: runs two executables against each other, or judges an existing log again; prints the verdict.
#include "cli/gate.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "cli/measuring.hpp"
#include "cli/percent.hpp"
#include "cli/span.hpp"
#include "cli/whole_number.hpp"
#include "cli/written.hpp"
#include "reports/errors.hpp"
#include "reports/words/text.hpp"
#include "tracking/gate/gate_junit.hpp"
#include "tracking/gate/gate_log.hpp"
#include "tracking/gate/gate_rules.hpp"
#include "tracking/gate/gate_session.hpp"
#include "tracking/gate/gate_texts.hpp"
#include "workloads/errors.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <random>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;
using tracking::gate_outcome;

constexpr const char* examples = R"(Examples:
  interleave gate --base-bin build-main/bench --cand-bin build-pr/bench
  interleave gate --base-bin A --cand-bin B --filter '^BM_Parse' --budget 5m --margin 5%
  interleave gate --base-bin A --cand-bin B --format markdown > comment.md
  interleave gate --resume results/2026-11-20T14-00-00Z-lab-gate
  interleave gate --replay results/2026-11-20T14-00-00Z-lab-gate     the verdict again, from the log
  interleave gate --replay results/2026-11-20T14-00-00Z-lab-gate --format junit > gate.xml
On three machines, one after the other, with the same two executables. The first two leave cells undecided, so they end
with status 3 unless told otherwise:
  interleave gate --base-bin A --cand-bin B --runner-id one --until screen --out one
  interleave gate --base-bin A --cand-bin B --runner-id two --merge one --until confirm --out two
  interleave gate --base-bin A --cand-bin B --runner-id three --merge one two --out three

A is the executable before the change, B the one after; any two Google Benchmark executables will do.
Exit status: 0 pass or warning · 1 regression · 2 usage or tool error, or a cell that fails in one executable only ·
3 inconclusive (see --inconclusive) · 128+N ended by signal N.)";

// exit_some_failed is 1 and exit_usage 2, as everywhere.
constexpr int exit_inconclusive = 3;

struct gate_options {
  std::string base;
  std::string candidate;
  std::string filter;
  std::string control;
  std::string budget = "10m";
  std::string margin = "3%";
  std::string bound = "10%";
  std::string foreign = "5%";
  std::string min_time;
  std::string timeout;
  std::uint64_t seed = 0;
  std::string out;
  std::string resume;
  std::string runner_id;
  std::string until = "replicate";
  std::vector<fs::path> merge;
  std::vector<fs::path> replay;
  std::string inconclusive = "3";
  std::string format = "terminal";
};

tracking::gate_step step_named(const std::string& name) {
  for (const tracking::gate_step step : tracking::gate_steps)
    if (tracking::name_of(step) == name) return step;
  throw usage_error(fmt::format("--until: there is no step '{}'", name));
}

tracking::gate_rules rules_from(const gate_options& options) {
  tracking::gate_rules rules;
  rules.margin = share_of("--margin", options.margin);
  rules.pass_below = share_of("--bound", options.bound);
  rules.foreign_share = share_of("--foreign-share", options.foreign);
  if (rules.pass_below <= rules.margin)
    throw usage_error(
        fmt::format("--bound: {} must lie above the margin of {}: a pass says that no cell is slower by "
                    "as much as the bound",
                    options.bound, options.margin));
  return rules;
}

fs::path control_beside_this_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path() / "interleave-control";
}

std::uint64_t seed_of(const gate_options& options, const CLI::App& command) {
  if (command.count("--seed") > 0) return options.seed;
  std::random_device device;  // recorded in the log
  return device();
}

// 0: derived from the budget.
std::chrono::nanoseconds timeout_from(const gate_options& options) {
  return options.timeout.empty() ? std::chrono::nanoseconds(0) : span_of(options.timeout, "--timeout");
}

gate::gate_request request_from(const gate_options& options, const CLI::App& command, const program& shared) {
  for (const auto& [value, name] :
       {std::pair{&options.base, "--base-bin"}, std::pair{&options.candidate, "--cand-bin"}})
    if (value->empty())
      throw usage_error(fmt::format("{} is missing: it names a Google Benchmark executable; or give --replay", name));
  gate::gate_request request{.base = options.base,
                             .candidate = options.candidate,
                             .control = control_beside_this_program(),
                             .filter = options.filter,
                             .controls = options.control,
                             .rules = rules_from(options),
                             .budget = span_of(options.budget, "--budget"),
                             .timeout = timeout_from(options),
                             .last_step = step_named(options.until),
                             .seed = seed_of(options, command),
                             .runner_id = options.runner_id,
                             .folder = options.out,
                             .merged = options.merge,
                             .arguments = shared.arguments};
  if (options.min_time.empty()) return request;
  request.min_time = span_of(options.min_time, "--min-time");
  if (request.min_time < std::chrono::microseconds(1))
    throw usage_error("--min-time: executables are asked for whole microseconds; it must be 0.001ms at least");
  if (2 * request.min_time >= request.budget)
    throw usage_error(
        fmt::format("--min-time: a pair of processes that measure {} each does not fit into the budget of "
                    "{}; give less, or more --budget",
                    options.min_time, options.budget));
  return request;
}

// With --resume or --replay, options that are already fixed in the log are refused.
void refuse_beside(const CLI::App& command, std::string_view chosen, const std::vector<std::string_view>& allowed) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || name == chosen || std::ranges::find(allowed, name) != allowed.end()) continue;
    throw usage_error(fmt::format("{} says nothing beside {}; leave it out", name, chosen));
  }
}

std::string text_of(const tracking::gate_record& record, const tracking::gate_verdict& verdict,
                    const std::string& format, const program& shared) {
  if (format == "json") return tracking::gate_json(record, verdict);
  if (format == "markdown") return tracking::gate_markdown(record, verdict);
  if (format == "junit") return tracking::gate_junit(record, verdict);
  return tracking::gate_terminal(record, verdict,
                                 {.width = static_cast<std::size_t>(columns_of(STDOUT_FILENO, 100)),
                                  .colour = wants_color(shared.color, STDOUT_FILENO),
                                  .unicode = shows_unicode(STDOUT_FILENO)});
}

int exit_code_of(gate_outcome outcome, const std::string& inconclusive) {
  switch (outcome) {
    case gate_outcome::pass:
    case gate_outcome::warn:
      return exit_good;
    case gate_outcome::regression:
      return exit_some_failed;
    case gate_outcome::inconclusive:
      return inconclusive == "pass" ? exit_good : inconclusive == "fail" ? exit_some_failed : exit_inconclusive;
    case gate_outcome::error:
    case gate_outcome::not_measured:
      break;
  }
  return exit_usage;
}

int replay(const std::vector<fs::path>& paths, const gate_options& options, const program& shared) {
  std::vector<tracking::gate_log> logs;
  for (const fs::path& path : paths) logs.push_back(tracking::read_gate_log(path));
  const tracking::gate_record record = tracking::merge(logs);
  const tracking::gate_verdict verdict = tracking::judge(record);
  print_whole(text_of(record, verdict, options.format, shared));
  return exit_code_of(verdict.outcome, options.inconclusive);
}

// Repeats the options that apply to this session only; all others are in the log.
std::string resume_hint(const fs::path& folder, const gate_options& options, const CLI::App& command_line) {
  std::string command = "interleave gate --resume " + reports::shell_word(folder.string());
  for (const auto& [name, value] :
       {std::pair{"--until", &options.until}, std::pair{"--timeout", &options.timeout},
        std::pair{"--inconclusive", &options.inconclusive}, std::pair{"--format", &options.format}})
    if (command_line.count(name) > 0) command += fmt::format(" {} {}", name, reports::shell_word(*value));
  if (!options.merge.empty()) {
    command += " --merge";
    for (const fs::path& path : options.merge) command += " " + reports::shell_word(path.string());
  }
  return command;
}

// With the logs of other runners that this gate goes on from.
std::string replay_hint(const fs::path& folder, const gate_options& options) {
  std::string command = "interleave gate --replay";
  for (const fs::path& path : options.merge) command += " " + reports::shell_word(path.string());
  return command + " " + reports::shell_word(folder.string());
}

// As typed, or that of the gate's first session.
std::string budget_text(const gate::gate_end& end, const gate_options& options, const CLI::App& command_line) {
  const bool recorded = !options.resume.empty() && command_line.count("--budget") == 0;
  return recorded ? format_value(end.budget, long_duration) : options.budget;
}

void say_how_it_ended(const gate::gate_end& end, const gate_options& options, const CLI::App& command_line) {
  const std::string hint = resume_hint(end.folder, options, command_line);
  switch (end.loop.reason) {
    case gate::loop_stop::signal:
      say(fmt::format("interrupted; what was measured is in {}\ngo on with: {}\n", (end.folder / "gate.jsonl").string(),
                      hint));
      break;
    case gate::loop_stop::budget:
      say(fmt::format(
          "the budget of {} is too short: this step takes another {}\ngo on with: {} --budget {:.0f}s, or choose "
          "fewer cells with --filter\n",
          budget_text(end, options, command_line), driver::rough_duration(end.loop.needed_s), hint,
          std::ceil(2 * end.loop.needed_s)));
      break;
    case gate::loop_stop::last_step_done:
      say(fmt::format("the step after {} is left to another runner: hand it {} by --merge\n", options.until,
                      (end.folder / "gate.jsonl").string()));
      break;
    case gate::loop_stop::nothing_left:
      break;
  }
}

gate::gate_end measure(const gate_options& options, const CLI::App& command, const program& shared) {
  driver::progress shown = progress_on_stderr(shared);
  const auto command_to_resume = [&](const fs::path& folder) { return resume_hint(folder, options, command); };
  if (options.resume.empty()) return gate::start_gate(request_from(options, command, shared), shown, command_to_resume);
  refuse_beside(command, "--resume", {"--budget", "--timeout", "--until", "--merge", "--format", "--inconclusive"});
  std::optional<std::chrono::nanoseconds> budget;
  if (command.count("--budget") > 0) budget = span_of(options.budget, "--budget");
  return gate::resume_gate({.folder = options.resume,
                            .budget = budget,
                            .timeout = timeout_from(options),
                            .last_step = step_named(options.until),
                            .merged = options.merge},
                           shown, command_to_resume);
}

int run_gate(const gate_options& options, const CLI::App& command, const program& shared) {
  if (!options.replay.empty()) {
    refuse_beside(command, "--replay", {"--format", "--inconclusive"});
    return replay(options.replay, options, shared);
  }
  if (!options.merge.empty() && options.base.empty() && options.candidate.empty() && options.resume.empty()) {
    refuse_beside(command, "--merge", {"--format", "--inconclusive"});
    return replay(options.merge, options, shared);
  }
  const gate::gate_end end = measure(options, command, shared);
  if (end.loop.reason == gate::loop_stop::signal) {
    say_how_it_ended(end, options, command);
    return 128 + end.loop.signal.value_or(0);
  }
  const tracking::gate_verdict verdict = tracking::judge(end.record);
  const auto write = [&](const char* name, const std::string& text) {
    driver::write_file_durably(end.folder / name, text);
  };
  write_each({[&] { print_whole(text_of(end.record, verdict, options.format, shared)); },
              [&] {
                say_how_it_ended(end, options, command);
                say(fmt::format("log      {}\n", (end.folder / "gate.jsonl").string()));
              },
              [&] {
                write("verdict.json", tracking::gate_json(end.record, verdict));
                say(fmt::format("verdict  {}\n", (end.folder / "verdict.json").string()));
              },
              [&] { write("verdict.md", tracking::gate_markdown(end.record, verdict)); }},
             "the log is whole; the verdict again: " + replay_hint(end.folder, options));
  return exit_code_of(verdict.outcome, options.inconclusive);
}

void add_measuring(CLI::App& command, gate_options& options) {
  command.add_option("--base-bin", options.base, "The executable before the change")->type_name("PATH");
  command.add_option("--cand-bin", options.candidate, "The executable after it")->type_name("PATH");
  command.add_option("-f,--filter", options.filter, "Only benchmarks whose name matches somewhere")->type_name("REGEX");
  command
      .add_option(
          "--control", options.control,
          "Benchmarks of the base that become control cells: the base runs in both arms, and they are not gated")
      ->type_name("REGEX");
  command
      .add_option("-b,--budget", options.budget, "How long it may measure; a step that would overrun it is left off")
      ->type_name("TIME")
      ->capture_default_str();
  command.add_option("--min-time", options.min_time, "Of a process (default: as the budget allows, 20 ms to 250 ms)")
      ->type_name("TIME");
  command
      .add_option("--timeout", options.timeout,
                  "After which a process is ended (default: a tenth of the budget, 10 s to 5 min)")
      ->type_name("TIME");
  command.add_option("--seed", options.seed, "Of the order of the cells and the layout of each pair; recorded")
      ->type_name("N")
      ->check(whole_number());
  command.add_option("-o,--out", options.out, "Folder of the gate (default: results/<time>-<host>-gate)")
      ->type_name("DIR");
  command
      .add_option(
          "--resume", options.resume,
          "Goes on with a gate that was interrupted or ran out of its budget; --budget is as it was, unless given")
      ->type_name("DIR");
}

void add_rules(CLI::App& command, gate_options& options) {
  command.add_option("-m,--margin", options.margin, "Slowdowns up to here never fail the gate")
      ->type_name("PERCENT")
      ->capture_default_str();
  command.add_option("--bound", options.bound, "A cell passes only if the 95 % interval of its slowdown ends below")
      ->type_name("PERCENT")
      ->capture_default_str();
  command
      .add_option("--foreign-share", options.foreign,
                  "Rounds in which others take more of the machine's CPU time are dropped")
      ->type_name("PERCENT")
      ->capture_default_str();
}

void add_runners(CLI::App& command, gate_options& options) {
  const auto logs = [&](const char* name, std::vector<fs::path>& paths, const char* help) {
    command.add_option(name, paths, help)->type_name("LOG");
  };
  command.add_option("--runner-id", options.runner_id, "Names this machine in the log (default: the host's name)")
      ->type_name("ID");
  command.add_option("--until", options.until, "The last step that is measured here: screen, confirm, replicate")
      ->type_name("STEP")
      ->check(CLI::IsMember({"screen", "confirm", "replicate"}).description(""))
      ->capture_default_str();
  logs("--merge", options.merge, "Logs of other runners that come first; alone: judges them together");
  logs("--replay", options.replay, "Measures nothing: computes the verdict again");
}

}  // namespace

void add_gate(CLI::App& app, program& shared) {
  const auto options = std::make_shared<gate_options>();
  CLI::App* const command = app.add_subcommand("gate", "Is one executable slower than another? For pull requests");
  command->footer(examples);
  add_measuring(*command, *options);
  add_rules(*command, *options);
  add_runners(*command, *options);
  command->add_option("--inconclusive", options->inconclusive, "What an inconclusive run counts as (default: exit 3)")
      ->type_name("pass|fail")
      ->check(CLI::IsMember({"pass", "fail"}).description(""));
  command->add_option("--format", options->format, "Of the verdict on standard output: terminal, markdown, json, junit")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"terminal", "markdown", "json", "junit"}).description(""))
      ->capture_default_str();
  command->callback([options, command, &shared] { shared.exit_code = run_gate(*options, *command, shared); });
}

}  // namespace interleave::cli
