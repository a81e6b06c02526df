// interleave-calibrate: how often the gate, the trend and the map are wrong, by simulation, what a large history costs,
// and how well runs of one machine agree. Prints tables and writes JSON. Calibration on a real machine is
// scripts/calibrate.
#include "benchmarks/driver/standard_streams.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/statistics/proportion.hpp"
#include "reports/words/json_text.hpp"
#include "runners/system/inherited_signals.hpp"
#include "tracking/calibration/gate_figures.hpp"
#include "tracking/calibration/repeated_runs.hpp"
#include "tracking/calibration/store_figures.hpp"
#include "tracking/calibration/trend_figures.hpp"
#include "tracking/calibration/verdict_figures.hpp"

#include <cerrno>
#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace interleave::calibration {
namespace {

struct options {
  std::size_t suites = 10'000;
  std::size_t slowed_suites = 2'000;
  std::size_t series = 50'000;
  std::size_t maps = 2'000;
  std::uint64_t seed = 1;
  store_plan store;
  std::size_t failures = 0;
  std::size_t runs = 0;
  std::vector<std::string> results;
  std::string json_path;
};

void write(const options& chosen, const nlohmann::ordered_json& figures) {
  if (!chosen.json_path.empty()) driver::write_file_durably(chosen.json_path, reports::json_text(figures, 2));
}

// Why the output file can't be written, checked before minutes are spent on the figures; empty if it can.
std::string unwritable(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  if (::access(folder.c_str(), W_OK) == 0) return {};
  return fmt::format("cannot write to {}: {}", folder.string(), std::generic_category().message(errno));
}

CLI::App* add_command(CLI::App& app, const std::shared_ptr<options>& chosen, const char* name, const char* summary) {
  CLI::App* const command = app.add_subcommand(name, summary);
  command->add_option("--json", chosen->json_path, "Writes the figures there")
      ->type_name("FILE")
      ->check(CLI::Validator(unwritable, ""));
  return command;
}

void add_seed(CLI::App& command, const std::shared_ptr<options>& chosen) {
  command.add_option("--seed", chosen->seed, "Of all random numbers")->capture_default_str();
}

CLI::Option* add_count(CLI::App& command, const char* name, std::size_t& count, const char* help) {
  return command.add_option(name, count, help)->check(CLI::Range(1, 100'000'000))->capture_default_str();
}

void add_gate(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command =
      add_command(app, chosen, "gate", "How often the gate fails a clean run, and what it finds, by simulation");
  command->footer(
      "FAIL, WARN, INCONCL.: of suites. found, warned, missed: of slowed cells. covered: of 95 % intervals.");
  add_count(*command, "--suites", chosen->suites, "In which nothing changed, each way");
  add_count(*command, "--power-suites", chosen->slowed_suites, "With slowed cells, each way");
  add_seed(*command, chosen);
  command->callback([chosen] { write(*chosen, gate_figures(chosen->suites, chosen->slowed_suites, chosen->seed)); });
}

void add_trend(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command = add_command(
      app, chosen, "trend", "How often the trend marks a change where none is, and what it finds, by simulation");
  add_count(*command, "--series", chosen->series, "Without a change, each way; a tenth as many with one");
  add_seed(*command, chosen);
  command->callback([chosen] { write(*chosen, trend_figures(chosen->series, chosen->seed)); });
}

void add_verdict(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command =
      add_command(app, chosen, "verdict",
                  "How often a map has a false win or a false equality, and what it decides, by simulation");
  command->footer("false win, false equal: of maps. wins, equal, undecided: of entries.");
  add_count(*command, "--maps", chosen->maps, "Of each kind");
  add_seed(*command, chosen);
  command->callback([chosen] { write(*chosen, verdict_figures(chosen->maps, chosen->seed)); });
}

void add_store(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command =
      add_command(app, chosen, "store", "What a large history costs: bytes, adding, loading, finding changes");
  command->add_option("WHERE", chosen->store.where, "A folder or postgresql://..., without any run yet; is filled")
      ->option_text(" ")
      ->required();
  add_count(*command, "--runs", chosen->store.runs, "To add");
  add_count(*command, "--cells", chosen->store.cells, "Of each run");
  add_count(*command, "--changes", chosen->store.changes, "Of each cell");
  command->callback([chosen] {
    const nlohmann::ordered_json figures = store_figures(chosen->store);
    write(*chosen, figures);
    driver::print_whole(reports::json_text(figures, 2));
  });
}

void add_runs(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command =
      add_command(app, chosen, "runs", "What several runs of one machine recommend, held against the samples of all");
  command->add_option("RESULTS", chosen->results, "Files or folders, one for each run")->option_text(" ")->required();
  command->callback([chosen] { write(*chosen, agreement_figures(chosen->results)); });
}

void add_bound(CLI::App& app, const std::shared_ptr<options>& chosen) {
  CLI::App* const command =
      app.add_subcommand("bound", "Prints the 95 % upper bound (Clopper-Pearson) of a share, K of N runs");
  command->add_option("K", chosen->failures, "Runs that failed")->option_text(" ")->required();
  command->add_option("N", chosen->runs, "Runs")->option_text(" ")->required();
  command->callback([chosen] {
    if (chosen->runs == 0 || chosen->failures > chosen->runs)
      throw std::invalid_argument("K must be at most N, and N at least 1");
    driver::print_whole(fmt::format("{}\n", reports::upper_bound(chosen->failures, chosen->runs)));
  });
}

void run_program(int argument_count, char** arguments) {
  const auto chosen = std::make_shared<options>();
  CLI::App app("How often gate, trend and map are wrong, how well runs agree, and what a large history costs",
               "interleave-calibrate");
  app.footer("Examples:\n  interleave-calibrate gate --json gate.json\n  interleave-calibrate store /tmp/history");
  app.require_subcommand(1);
  add_gate(app, chosen);
  add_trend(app, chosen);
  add_verdict(app, chosen);
  add_store(app, chosen);
  add_runs(app, chosen);
  add_bound(app, chosen);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) throw;
    std::ostringstream help;
    app.exit(error, help);
    driver::print_whole(help.str());
  }
}

}  // namespace
}  // namespace interleave::calibration

int main(int argument_count, char** arguments) {
  interleave::reset_inherited_signals();
  interleave::driver::settle_standard_streams();
  try {
    interleave::calibration::run_program(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    interleave::driver::say(fmt::format("interleave-calibrate: {}\nsee `interleave-calibrate --help`\n", error.what()));
    return 2;
  } catch (const std::exception& error) {
    interleave::driver::say(fmt::format("interleave-calibrate: {}\n", error.what()));
    return 2;
  }
  return 0;
}
