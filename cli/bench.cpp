// Finds the bench executable and runs its queries.
#include "cli/bench.hpp"

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/session.hpp"
#include "cli/suggestion.hpp"
#include "workloads/errors.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;

fs::path bench_beside_this_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path() / "interleave-bench";
}

std::vector<std::string> names_in(const driver::json& list) {
  std::vector<std::string> names;
  for (const driver::json& item : list) names.push_back(item.value("name", ""));
  return names;
}

// " (did you mean 'io_echo'?)" for the first typed name that is unknown but close to a known one; otherwise empty.
std::string suggestion_for(const std::vector<std::string>& typed, const std::vector<std::string>& known) {
  for (const std::string& name : typed) {
    const std::string word = name.substr(0, name.find('.'));  // for an assignment, only the workload
    if (std::ranges::find(known, word) != known.end()) continue;
    if (const std::string nearest = nearest_word(word, known); !nearest.empty())
      return fmt::format("; did you mean '{}'?", nearest);
  }
  return "";
}

}  // namespace

fs::path find_bench(const program& shared) {
  const char* const variable = std::getenv("INTERLEAVE_BENCH");
  fs::path bench = bench_beside_this_program();
  std::string source = "it should lie beside this program";
  if (!shared.bench_option.empty()) {
    bench = shared.bench_option;
    source = "named by --bench";
  } else if (variable != nullptr && *variable != '\0') {
    bench = variable;
    source = "named by INTERLEAVE_BENCH";
  }
  if (const std::string reason = driver::why_not_startable(bench); !reason.empty())
    throw usage_error(fmt::format("{} is no program that can be started: {} ({}); name another with --bench",
                                  bench.string(), reason, source));
  return fs::absolute(bench);
}

void add_placement(CLI::App& command, std::string& placement, const std::vector<std::string>& choices) {
  command
      .add_option("--placement", placement,
                  fmt::format("Where threads and processes may run: {}", fmt::join(choices, ", ")))
      ->type_name("WHERE")
      ->check(CLI::IsMember(choices).description(""))
      ->capture_default_str();
}

void selection_options::add_to(CLI::App& command) {
  CLI::Option* const quick_flag =
      command.add_flag("--quick", quick, "Few levels, the runners that matter most (default)");
  command.add_flag("--full", full, "Every runner, more levels, more samples")->excludes(quick_flag);
  const auto list = [&](const char* name, std::vector<std::string>& values, const char* value, const char* help) {
    return command.add_option(name, values, help)->type_name(value)->delimiter(',')->allow_extra_args(false);
  };
  list("-w,--workload", workloads, "GLOB", "Only these workloads; '*' is all");
  list("-r,--runner", runners, "GLOB", "Only these runners; '*' is all");
  list("-i,--in-flight", in_flight, "N,...", "How many tasks are outstanding at most");
  command
      .add_option("--set", assignments,
                  "Sets a parameter of a workload, such as io_echo.delay=5ms; of several values "
                  "(1ms,5ms or 1ms..64ms*2) each is measured; can be repeated for other parameters")
      ->type_name("W.P=VALUE,...")
      ->allow_extra_args(false);
  add_placement(command, placement, {driver::known_placements.begin(), driver::known_placements.end()});
  command
      .add_option("--timer-slack", timer_slack, "How late the kernel may end a thread's sleep: default, least (1 ns)")
      ->type_name("SLACK")
      ->check(CLI::IsMember({"default", "least"}).description(""))
      ->capture_default_str();
}

bool selection_options::narrows() const {
  return !workloads.empty() || !runners.empty() || !in_flight.empty() || !assignments.empty() ||
         placement != "stratified" || timer_slack != "default";
}

std::vector<std::string> selection_options::as_arguments() const {
  std::vector<std::string> arguments{full ? "--full" : "--quick", "--placement", placement};
  const auto add = [&](const char* name, const std::vector<std::string>& values) {
    if (!values.empty()) arguments.insert(arguments.end(), {name, fmt::format("{}", fmt::join(values, ","))});
  };
  add("--workload", workloads);
  add("--runner", runners);
  add("--in-flight", in_flight);
  for (const std::string& assignment : assignments) arguments.insert(arguments.end(), {"--set", assignment});
  return arguments;
}

driver::json describe_selection(const fs::path& bench, const selection_options& selection) {
  try {
    return driver::describe(bench, selection.as_arguments());
  } catch (const usage_error& error) {
    const driver::json everything = driver::describe(bench, {});
    const std::vector<std::string> workloads = names_in(everything.value("workloads", driver::json::array()));
    const std::vector<std::string> runners = names_in(everything.value("runners", driver::json::array()));
    for (const std::string& suggestion :
         {suggestion_for(selection.workloads, workloads), suggestion_for(selection.runners, runners),
          suggestion_for(selection.assignments, workloads)})
      if (!suggestion.empty()) throw usage_error(error.what() + suggestion);
    throw;
  }
}

}  // namespace interleave::cli
