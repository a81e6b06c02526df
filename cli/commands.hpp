// The subcommands. Each adds itself to the command line; when it is the one that was asked for, it does its work and
// sets the exit code of the program.
#pragma once

#include "cli/console.hpp"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace interleave::cli {

// Exit codes of the program. A run ended by a signal gives 128 + its number, as in shells.
inline constexpr int exit_good = 0;
inline constexpr int exit_some_failed = 1;
inline constexpr int exit_usage = 2;  // and any other error that prevents the command from doing its work

// Options that all subcommands share.
struct program {
  color_choice color = color_choice::automatic;
  std::string bench_option;            // --bench, empty where not given
  std::vector<std::string> arguments;  // as typed
  int exit_code = exit_good;
};

void add_run(CLI::App& app, program& shared);
void add_metg(CLI::App& app, program& shared);
void add_list(CLI::App& app, program& shared);
void add_report(CLI::App& app, program& shared);
void add_history(CLI::App& app, program& shared);
void add_compare(CLI::App& app, program& shared);
void add_export(CLI::App& app, program& shared);

}  // namespace interleave::cli
