// Making or loading a plan, and carrying it out in its folder.
#include "benchmarks/driver/session.hpp"

#include "benchmarks/audit/audit.hpp"
#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/process_sampler.hpp"
#include "benchmarks/driver/result_folder.hpp"
#include "benchmarks/driver/results.hpp"
#include "benchmarks/driver/rows.hpp"
#include "benchmarks/driver/run_loop.hpp"
#include "benchmarks/driver/sample_store.hpp"
#include "benchmarks/driver/watched_program.hpp"
#include "workloads/errors.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

namespace fs = std::filesystem;

// The files from which a run is resumed.
constexpr const char* plan_name = "run.json";
constexpr const char* samples_name = "samples.jsonl";
constexpr const char* results_name = "results.json";

// The bench executable's error message, without the program's name and the newline, for use in our own.
std::string sentence_of(std::string text) {
  constexpr std::string_view name = "interleave-bench: ";
  if (text.starts_with(name)) text.erase(0, name.size());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// In a few lines, what makes this machine's numbers doubtful; `interleave doctor` says more.
void say_problems(const audit::report& report, progress& shown) {
  std::vector<std::string> warnings;
  for (const audit::check& check : report.checks) {
    if (check.verdict == audit::status::invalid) shown.say(fmt::format("{}: {}", check.title, check.finding), true);
    if (check.verdict == audit::status::warning) warnings.push_back(check.title);
  }
  if (!warnings.empty())
    shown.say(fmt::format("Warnings about this machine: {} (`interleave doctor` says more)", fmt::join(warnings, ", ")),
              true);
}

// The machine as it is now, and the memory that a sample may use of it.
void audit_into(plan& to, std::uint64_t largest, const fs::path& results, progress& shown) {
  audit::sources sources;
  sources.results = results;
  sources.build = audit::suite_build{to.build.value("build_type", ""), to.build.value("sanitizer", "")};
  sources.largest_in_flight = std::max(sources.largest_in_flight, largest);
  const audit::report report = audit::audit_machine(sources);
  say_problems(report, shown);
  to.machine = audit::machine_json(report);
  to.audit = audit::checks_json(report);
  to.ceilings = audit::ceilings_json(report);

  if (to.settings.memory_limit_bytes != 0) return;
  std::uint64_t free_bytes = report.machine.memory_available_bytes;
  if (const auto& left = report.machine.cgroup.memory_left_bytes) free_bytes = std::min(free_bytes, *left);
  to.settings.memory_limit_bytes = free_bytes / 5 * 4;
}

// What affinity and quota leave of the CPUs, from the `machine` of a plan.
std::string cpus_of(const json& machine) {
  const auto number = [&](const char* key) {
    const auto found = machine.find(key);
    return found != machine.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
  };
  const std::optional<double> allowed = number("cores_allowed");
  if (!allowed) return "an unknown number of CPUs";
  std::string text = fmt::format("{} {}", *allowed, *allowed == 1 ? "CPU" : "CPUs");
  if (const auto quota = number("cgroup_cpu_quota"); quota && *quota < *allowed)
    text += fmt::format(" under a quota of {}", *quota);
  return text;
}

std::string cpus_here() {
  audit::probes ask = audit::system_probes();
  ask.pause = [] {};  // only makes visible what others do on the machine
  return cpus_of(audit::machine_json({.machine = audit::read_machine("/", ask), .checks = {}, .ceilings = {}}));
}

// A resumed run must not mix samples of two builds, of two machines, or of more and fewer CPUs.
void refuse_other_ground(const plan& of, const fs::path& bench) {
  if (of.host != host_name())
    throw usage_error(
        fmt::format("this run was begun on {}, and this is {}: its samples cannot be mixed; start a new run", of.host,
                    host_name()));
  if (const std::string then = cpus_of(of.machine), now = cpus_here(); then != now)
    throw usage_error(
        fmt::format("this run was begun with {}, and now it has {}: its samples cannot be mixed; give it what it had "
                    "(affinity, as of taskset, and the cgroup's CPU quota), or start a new run",
                    then, now));
  const json description = describe(bench, {});
  // Where a script starts the executable, only the description tells.
  if (digest_of(bench) != of.bench_digest || description.value("build", json::object()) != of.build ||
      description.value("suite_version", "") != of.suite_version)
    throw usage_error(
        fmt::format("{} is not the executable that this run was begun with: put that one back, or start a new run",
                    bench.string()));
}

template <class Condition>
std::size_t count_cells(const std::vector<json>& rows, const Condition& has_a_row) {
  std::set<std::string> cells;
  for (const json& row : rows)
    if (has_a_row(row)) cells.insert(row["name"].get<std::string>());
  return cells.size();
}

bool has_measured(const plan& what, const sample_store& store) {
  return !what.task_costs.empty() || !std::ranges::all_of(store.rows(), is_unsupported);
}

std::vector<open_question> questions_about(const plan& what, const std::vector<json>& rows,
                                           const results_judge& judge) {
  std::vector<open_question> found;
  for (const named_question& question :
       judge(results_of(what, rows, {.complete = false, .finished = "", .run_seconds = 0}))) {
    open_question& by_index = found.emplace_back(open_question{{}, question.samples_to_decide});
    for (const std::string& name : question.cells) {
      const auto cell = std::ranges::find(what.cells, name, &planned_cell::name);
      if (cell != what.cells.end()) by_index.cells.push_back(static_cast<std::size_t>(cell - what.cells.begin()));
    }
  }
  return found;
}

// `keep` is called once there is something to resume. Until then nobody needs what was made for the run.
run_end carry_out(plan& what, const fs::path& bench, const fs::path& folder, stop_signals& signals, progress& shown,
                  const resume_command& command_to_resume, const results_judge& judge,
                  const std::function<void()>& keep) {
  const run_guard guard;
  process_sampler sampler({bench, what.bench_digest}, what.settings, signals, guard);
  sample_store store(folder / samples_name, [&](const json& row) { return why_no_row_of(what, row); });
  system_clock time;
  const auto start = time.monotonic();
  const earlier_parts earlier = earlier_parts_of(what, store.rows(), folder / results_name);

  // The time of a part that took no sample, and its end, are none of the run's.
  const auto write = [&](bool complete, bool has_sampled) {
    store.flush();  // results.json, which is flushed too, must never hold more than the rows to resume from
    run_state state{.complete = complete, .finished = "", .run_seconds = earlier.seconds};
    if (has_sampled) state.run_seconds += seconds_of(time.monotonic() - start);
    if (complete) state.finished = has_sampled || earlier.finished.empty() ? iso_8601(time.utc()) : earlier.finished;
    write_results(folder / results_name, results_of(what, store.rows(), state));
  };
  run_loop loop(what, sampler, store, shown, time,
                {.plan_changed = [&] { write_plan(what, folder / plan_name); },
                 .round_done = [&] { write(false, true); },
                 .judge = [&](const std::vector<json>& rows) { return questions_about(what, rows, judge); }});
  std::optional<int> signal;
  // Errors that are not a sample's: no room on the disk, or no process or descriptor to be had.
  try {
    signal = loop.run();
    shown.clear();
    if (!signal || has_measured(what, store)) {
      keep();
      if (!signal || loop.has_sampled() || !earlier.are_written) write(!signal.has_value(), loop.has_sampled());
    }
  } catch (const nothing_works& error) {
    shown.clear();
    throw run_error(fmt::format("{}\n`interleave doctor` may know the limit", error.what()));
  } catch (const std::runtime_error& error) {
    shown.clear();
    if (!has_measured(what, store)) throw;
    keep();
    throw run_error(fmt::format("{}\n{}", error.what(),
                                how_to_go_on(folder, {plan_name, samples_name}, "what was measured so far is kept",
                                             command_to_resume(folder))));
  }
  return {
      .folder = folder,
      .complete = !signal.has_value(),
      .has_measured = has_measured(what, store),
      .failed_cells = count_cells(store.rows(), [](const json& row) { return is_failed(row) && !is_unsupported(row); }),
      .measured_cells = count_cells(store.rows(), [](const json& row) { return !is_failed(row); }),
      .cells = what.cells.size(),
      .signal = signal};
}

}  // namespace

json describe(const fs::path& bench, const std::vector<std::string>& selection) {
  std::vector<std::string> command{bench.string(), "--describe"};
  command.insert(command.end(), selection.begin(), selection.end());
  const captured answer = run_captured(command, std::chrono::seconds(30));
  if (answer.exit_status == 2) throw usage_error(sentence_of(answer.errors));
  if (answer.exit_status != 0)
    throw run_error(fmt::format("{} --describe failed with status {}: {}\nname another bench executable with --bench",
                                bench.string(), answer.exit_status, sentence_of(answer.errors)));
  json description = parse_json_or_discard(answer.output);
  if (!description.is_object())
    throw run_error(fmt::format(
        "{} --describe printed no JSON that can be used; name another bench executable with --bench", bench.string()));
  return description;
}

json sample_beforehand(const fs::path& bench, const std::string& cell, const std::string& placement,
                       std::chrono::nanoseconds sample_time) {
  // This sample's efficiency is not used, so the calibration passed here does not matter.
  const std::vector<std::string> command{bench.string(),
                                         "--cell",
                                         cell,
                                         "--placement",
                                         placement,
                                         "--sample-time",
                                         format_value(sample_time, kinds::duration),
                                         "--calibration",
                                         "cpu_ns:1,wait_ns:0",
                                         "--benchmark_format=json"};
  const captured answer = run_captured(command, std::chrono::seconds(30));
  const json document = parse_json_or_discard(answer.output);
  const json* const row = only_row(document);
  if (answer.exit_status != 0 || row == nullptr || is_failed(*row))
    throw run_error(
        fmt::format("{} could not be measured: {}", cell,
                    row != nullptr ? row->value("error_message", "no reason given") : sentence_of(answer.errors)));
  return *row;
}

run_end start_run(const fs::path& bench, const run_request& request, progress& shown,
                  const resume_command& command_to_resume, const results_judge& judge) {
  const auto now = std::chrono::system_clock::now();
  plan what;
  what.settings = request.settings;
  what.host = host_name();
  what.started = iso_8601(now);
  what.bench_digest = digest_of(bench);
  apply_description(what, request.description);
  const bool is_fresh = request.folder.empty();
  const fs::path place = is_fresh ? fs::path("results") : request.folder;
  audit_into(what, largest_in_flight(request.description), place, shown);

  const std::string id = run_id_of(now, what.host);
  stop_signals signals;  // before the folder is made, or a signal would leave part of it
  result_folder folder = is_fresh ? result_folder::fresh(place, id) : result_folder(place);
  // A run elsewhere may begin in the same second.
  what.run_id = is_fresh ? folder.path().filename().string() : fmt::format("{}-{}", id, ::getpid());
  if (!create_plan(what, folder.path() / plan_name)) refuse_used_folder(folder.path(), "a run");
  folder.holds(plan_name);
  folder.holds(samples_name);
  bool is_kept = false;
  run_end end = carry_out(what, bench, folder.path(), signals, shown, command_to_resume, judge, [&] {
    folder.keep();
    is_kept = true;
  });
  if (!is_kept) end.folder.clear();
  return end;
}

run_end resume_run(const fs::path& bench, const fs::path& folder, progress& shown,
                   const resume_command& command_to_resume, const results_judge& judge) {
  plan what = plan_from_file(folder / plan_name);
  refuse_other_ground(what, bench);
  stop_signals signals;
  return carry_out(what, bench, folder, signals, shown, command_to_resume, judge, [] {});
}

}  // namespace interleave::driver
