// Creates a log or opens one, and carries on from what it holds.
#include "tracking/gate/gate_session.hpp"

#include "benchmarks/audit/machine.hpp"
#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/guard.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/result_folder.hpp"
#include "benchmarks/driver/signals.hpp"
#include "benchmarks/driver/watched_program.hpp"
#include "reports/results/name_pattern.hpp"
#include "runners/system/system_files.hpp"
#include "tracking/gate/log_file.hpp"
#include "tracking/gate/process_measurer.hpp"
#include "tracking/gate/program.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <fmt/format.h>

namespace interleave::gate {
namespace {

namespace fs = std::filesystem;
using tracking::gate_cell;
using tracking::gate_source;

constexpr const char* log_name = "gate.jsonl";

std::string or_unknown(const std::string& text) {
  return text.empty() ? "unknown" : text;
}

tracking::gate_runner this_machine(const std::string& id, std::uint64_t seed) {
  return runner_of(system_files("/"), id, seed);
}

std::string fresh_log_id() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

std::vector<tracking::gate_log> read_logs(const std::vector<fs::path>& paths) {
  std::vector<tracking::gate_log> logs;
  for (const fs::path& path : paths) logs.push_back(tracking::read_gate_log(path));
  return logs;
}

tracking::gate_head head_of(const gate_request& request) {
  // A program may take a few seconds to start, even where the budget turns out to be too short to measure anything.
  constexpr std::chrono::nanoseconds starting = std::chrono::seconds(5);
  std::chrono::nanoseconds limit =
      std::min<std::chrono::nanoseconds>(longest_listing, std::max(starting, request.budget));
  if (request.timeout.count() > 0) limit = std::min(limit, request.timeout);
  const listed_program base = list_benchmarks(request.base, "the base executable", limit);
  const listed_program candidate = list_benchmarks(request.candidate, "the candidate executable", limit);
  const listed_program control = list_benchmarks(request.control, "the executable of the control cells", limit);
  const cell_selection selection =
      select_cells(base.benchmarks, candidate.benchmarks, control.benchmarks, request.filter, request.controls);
  const auto min_time =
      request.min_time.count() > 0 ? request.min_time : min_time_for(request.budget, selection.cells, request.rules);
  return {.log_id = fresh_log_id(),
          .after = {},
          .runner = this_machine(request.runner_id, request.seed),
          .rules = request.rules,
          .min_time_s = driver::seconds_of(min_time),
          .budget_s = driver::seconds_of(request.budget),
          .base = base.program,
          .candidate = candidate.program,
          .control = control.program,
          .filter = request.filter,
          .controls = request.controls,
          .arguments = request.arguments,
          .cells = selection.cells,
          .only_in_base = selection.only_in_base,
          .only_in_candidate = selection.only_in_candidate};
}

// A resumed gate must use the same machine and the same executables as before.
void refuse_other_ground(const tracking::gate_head& head) {
  const tracking::gate_runner here = this_machine(head.runner.id, head.runner.seed);
  if (here.host != head.runner.host || here.cpu_model != head.runner.cpu_model)
    throw usage_error(fmt::format(
        "this gate was begun on {} ({}), and this is {} ({}): begin one here, and hand it the first log by --merge",
        head.runner.host, head.runner.cpu_model, here.host, here.cpu_model));
  for (const tracking::gate_program* program : {&head.base, &head.candidate, &head.control})
    if (driver::digest_of(program->path) != program->digest)
      throw usage_error(fmt::format("{} has changed since this gate began: begin a new one", program->path));
}

// A replay of this log must be able to tell which other logs belong to it, so a resumed gate takes no further ones.
void refuse_newcomers(const std::vector<tracking::gate_log>& merged, const tracking::gate_head& head) {
  for (const tracking::gate_log& log : merged)
    if (std::ranges::find(head.after, log.head.log_id) == head.after.end())
      throw usage_error(fmt::format(
          "--merge {}: this gate began without that log. Judge them together (--merge with both and nothing else), or "
          "begin a gate that goes on from both",
          log.path.string()));
}

// Where the disk is full, or there is no process to be had, everything measured so far is kept.
loop_end run_loop(gate_loop& loop, const loop_limits& limits, const fs::path& folder, driver::progress& shown,
                  const driver::resume_command& command_to_resume) {
  try {
    const loop_end end = loop.run(limits);
    shown.clear();
    return end;
  } catch (const usage_error&) {
    shown.clear();
    throw;
  } catch (const std::runtime_error& error) {
    shown.clear();
    throw driver::run_error(
        fmt::format("{}\n{}", error.what(),
                    driver::how_to_go_on(folder, {log_name}, "what was measured is kept", command_to_resume(folder))));
  }
}

// What a gate begins with; a resumed one has both already.
struct beginning {
  driver::result_folder& folder;
  const std::string& first_line;
};

log_file begun_log(const beginning& begins) {
  log_file file(begins.folder.path() / log_name, log_file::open_as::new_log);
  begins.folder.holds(log_name);
  file.append(begins.first_line);
  file.flush();
  return file;
}

// Continues the log of `folder`, or a new one where it `begins`. `logs`: those of other runners.
gate_end carry_on(std::vector<tracking::gate_log> logs, const fs::path& folder, const beginning* begins,
                  std::chrono::nanoseconds timeout, const loop_limits& limits, driver::progress& shown,
                  const driver::resume_command& command_to_resume) {
  driver::stop_signals signals;
  const driver::run_guard guard;
  log_file file = begins == nullptr ? log_file(folder / log_name, log_file::open_as::existing_log) : begun_log(*begins);
  const tracking::gate_log own = tracking::read_gate_log(folder / log_name);
  if (begins == nullptr) {
    refuse_other_ground(own.head);
    refuse_newcomers(logs, own.head);
  }
  logs.push_back(own);
  const tracking::gate_record so_far = tracking::merge(logs);
  file.cut_to(logs.back().whole_bytes);

  process_measurer measurer(logs.back().head,
                            timeout.count() > 0 ? timeout : timeout_for(limits.budget, logs.back().head.budget_s),
                            signals, guard);
  if (begins != nullptr) begins->folder.keep();
  driver::system_clock time;
  gate_loop loop(
      so_far, logs.back().next_round, measurer, shown, time, [&](std::string_view line) { file.append(line); },
      [&] { file.flush(); });
  const loop_end end = run_loop(loop, limits, folder, shown, command_to_resume);
  // Judges what can be read back from the log, so that a replay gives the same verdict.
  logs.back() = tracking::read_gate_log(folder);
  return {folder, tracking::merge(logs), end, limits.budget};
}

}  // namespace

tracking::gate_runner runner_of(const system_files& files, const std::string& id, std::uint64_t seed) {
  const std::string host = driver::host_name();
  return {.id = id.empty() ? host : id,
          .started = driver::iso_8601(std::chrono::system_clock::now()),
          .host = host,
          .cpu_model = audit::cpu_model(files),
          .kernel = or_unknown(files.text("proc/sys/kernel/osrelease")),
          .cores = std::thread::hardware_concurrency(),
          .seed = seed};
}

cell_selection select_cells(const std::vector<std::string>& base, const std::vector<std::string>& candidate,
                            const std::vector<std::string>& built_in, const std::string& filter,
                            const std::string& controls) {
  const reports::name_pattern wanted("--filter", filter);
  const reports::name_pattern control("--control", controls);
  const std::set<std::string> in_base(base.begin(), base.end());
  const std::set<std::string> in_candidate(candidate.begin(), candidate.end());
  const auto is_control = [&](const std::string& name) { return !controls.empty() && control.is_in(name); };

  cell_selection selection;
  std::vector<gate_cell> chosen_controls;
  for (const std::string& name : base) {
    if (is_control(name))
      chosen_controls.push_back({name, gate_source::base});
    else if (wanted.is_in(name) && in_candidate.contains(name))
      selection.cells.push_back({name, gate_source::compared});
    else if (wanted.is_in(name))
      selection.only_in_base.push_back(name);
  }
  for (const std::string& name : candidate)
    if (wanted.is_in(name) && !is_control(name) && !in_base.contains(name)) selection.only_in_candidate.push_back(name);
  const auto is_in_both = [&](const gate_cell& cell) { return in_candidate.contains(cell.name); };
  if (selection.cells.empty() && std::ranges::any_of(chosen_controls, is_in_both))
    throw usage_error(
        fmt::format("--control '{}' takes every benchmark that both executables have{}: leave some to be "
                    "compared",
                    controls, filter.empty() ? "" : " and --filter names"));
  if (selection.cells.empty())
    throw usage_error(filter.empty()
                          ? "the two executables have no benchmark in common"
                          : fmt::format("--filter '{}' matches no benchmark that both executables have", filter));
  if (!controls.empty() && chosen_controls.empty())
    throw usage_error(fmt::format("--control '{}' matches no benchmark of the base executable", controls));

  selection.cells.insert(selection.cells.end(), chosen_controls.begin(), chosen_controls.end());
  for (const std::string& name : built_in) {
    if (std::ranges::find(selection.cells, name, &gate_cell::name) != selection.cells.end())
      throw usage_error(fmt::format("{} is the name of a control cell of every gate: leave it out by --filter", name));
    selection.cells.push_back({name, gate_source::built_in});
  }
  return selection;
}

std::chrono::nanoseconds min_time_for(std::chrono::nanoseconds budget, std::span<const gate_cell> cells,
                                      const tracking::gate_rules& rules) {
  // Google Benchmark tries growing numbers of iterations until one takes long enough: altogether about twice the time
  // asked for. Starting and ending a process takes some 10 ms.
  constexpr double trials = 2;
  constexpr double process_s = 0.01;
  // Shorter runs measure mostly the clock and first accesses to memory; beyond the maximum, more pairs are worth more.
  constexpr double least_s = 0.02;
  constexpr double most_s = 0.25;
  const auto count = static_cast<std::size_t>(std::ranges::count_if(cells, &gate_cell::is_control));
  const auto compared = static_cast<double>(cells.size() - count);
  const auto pairs_of = [&](std::size_t rounds, double cells_a_round) {
    const std::size_t controls = count * control_pairs_in(rounds, rules);
    return static_cast<double>(rounds) * (cells_a_round + static_cast<double>(controls));
  };
  const double candidates = 1 + 0.03 * compared;
  const double pairs = pairs_of(rules.screen_pairs, compared) + pairs_of(rules.confirm_most, candidates) +
                       pairs_of(rules.replicate_pairs, candidates);
  const double each_s = driver::seconds_of(budget) / (2 * pairs);
  const double seconds = std::clamp((each_s - process_s) / trials, least_s, most_s);
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

gate_end start_gate(const gate_request& request, driver::progress& shown,
                    const driver::resume_command& command_to_resume) {
  std::vector<tracking::gate_log> logs = read_logs(request.merged);
  tracking::gate_head head = head_of(request);
  for (const tracking::gate_log& log : logs) head.after.push_back(log.head.log_id);
  // A gate that couldn't be read back, or doesn't match the other logs, is refused before anything is written.
  const std::string first_line = tracking::head_line(head);
  logs.push_back(tracking::read_gate_log_text(first_line, log_name));
  tracking::merge(logs);
  logs.pop_back();
  const std::string name = driver::run_id_of(std::chrono::system_clock::now(), head.runner.host) + "-gate";
  driver::result_folder folder =
      request.folder.empty() ? driver::result_folder::fresh("results", name) : driver::result_folder(request.folder);
  const beginning begins{folder, first_line};
  return carry_on(std::move(logs), folder.path(), &begins, request.timeout, {request.budget, request.last_step}, shown,
                  command_to_resume);
}

gate_end resume_gate(const resume_request& request, driver::progress& shown,
                     const driver::resume_command& command_to_resume) {
  // Logs written by this program always have a budget; others may lack it.
  constexpr double usual_budget_s = 600;
  const double recorded_s = tracking::read_gate_log(request.folder / log_name).head.budget_s.value_or(usual_budget_s);
  const auto recorded = std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(recorded_s));
  return carry_on(read_logs(request.merged), request.folder, nullptr, request.timeout,
                  {request.budget.value_or(recorded), request.last_step}, shown, command_to_resume);
}

std::chrono::nanoseconds timeout_for(std::chrono::nanoseconds budget, std::optional<double> first_budget_s) {
  const auto first =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(first_budget_s.value_or(0)));
  return std::clamp<std::chrono::nanoseconds>(std::max(budget, first) / 10, std::chrono::seconds(10),
                                              std::chrono::minutes(5));
}

}  // namespace interleave::gate
