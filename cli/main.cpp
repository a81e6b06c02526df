// interleave: the command line. Parses, hands over to a subcommand, and turns every error into one clear sentence.
#include "benchmarks/version.hpp"
#include "cli/commands.hpp"
#include "cli/doctor.hpp"
#include "cli/gate.hpp"
#include "cli/suggestion.hpp"
#include "cli/written.hpp"
#include "runners/system/inherited_signals.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <clocale>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>

#include <fmt/format.h>

namespace interleave::cli {
namespace {

constexpr const char* footer = R"(Start with:
  interleave doctor          can this machine's numbers be trusted?
  interleave run             measure, and say which concurrency model suits this machine
  interleave report DIR      the same again, from results that exist

interleave COMMAND --help has examples. Manual: man interleave)";

color_choice color_choice_named(const std::string& when) {
  if (when == "always") return color_choice::always;
  return when == "never" ? color_choice::never : color_choice::automatic;
}

void add_shared_options(CLI::App& app, program& shared) {
  app.add_option_function<std::string>(
         "--color", [&shared](const std::string& when) { shared.color = color_choice_named(when); },
         "Colours: auto, always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->default_str("auto");
  app.add_option("--bench", shared.bench_option,
                 "The measuring executable (default: interleave-bench beside this one, or $INTERLEAVE_BENCH)")
      ->type_name("PATH");
  app.set_version_flag("--version", fmt::format("interleave {}", suite_version));
  app.fallthrough();  // shared options may follow the command
}

// An unset variable of a shell becomes an empty value, which must not pass for an option that was not given. An empty
// expression is one: it is found in every name.
void refuse_empty_values(CLI::App& app) {
  const CLI::Validator not_empty([](const std::string& value) { return value.empty() ? "it is empty" : ""; }, "");
  for (CLI::Option* const option : app.get_options())
    if (option->get_type_name() != "REGEX") option->check(not_empty);
  for (CLI::App* const command : app.get_subcommands(nullptr)) refuse_empty_values(*command);
}

// "--out=" with nothing after it, for which the parser would take the next argument.
void refuse_empty_assignments(std::span<const std::string> arguments) {
  for (const std::string& argument : arguments)
    if (argument.starts_with("--") && argument.find('=') == argument.size() - 1)
      throw usage_error(fmt::format("{}: it is empty", argument.substr(0, argument.size() - 1)));
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// Names the argument that was not recognised, and suggests what may have been meant.
std::string unknown_word_message(CLI::App& app, const std::string& typed) {
  const auto chosen = app.get_subcommands();
  std::vector<std::string> known = chosen.empty() && !typed.starts_with('-') ? command_names(app) : option_names(app);
  if (!chosen.empty()) std::ranges::copy(option_names(*chosen.front()), std::back_inserter(known));
  const std::string kind = typed.starts_with('-') ? "option" : chosen.empty() ? "command" : "argument";
  const std::string nearest = nearest_word(typed.substr(0, typed.find('=')), known);
  return fmt::format("there is no {} '{}'{}", kind, typed,
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

std::string message_of(CLI::App& app, const CLI::ParseError& error) {
  if (const std::vector<std::string> unknown = app.remaining(true); !unknown.empty())
    return unknown_word_message(app, unknown.front());
  return error.what();
}

int fail(std::string_view message) noexcept {
  print_note(message);
  return exit_usage;
}

int run_program(int argument_count, char** arguments) {
  program shared;
  shared.arguments.assign(arguments + 1, arguments + argument_count);
  CLI::App app("Which concurrency model should run this work, here, and what does it cost?", "interleave");
  app.footer(footer);
  app.require_subcommand(0, 1);
  add_shared_options(app, shared);
  add_run(app, shared);
  add_metg(app, shared);
  add_list(app, shared);
  add_report(app, shared);
  add_history(app, shared);
  add_compare(app, shared);
  add_export(app, shared);
  add_doctor(app, shared);
  add_gate(app, shared);
  refuse_empty_values(app);
  refuse_empty_assignments(shared.arguments);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {  // help, version
      std::ostringstream text;
      app.exit(error, text, std::cerr);
      print_whole(text.str());
      return exit_good;
    }
    const auto chosen = app.get_subcommands();
    return fail(fmt::format("{}\nsee `interleave{} --help`", message_of(app, error),
                            chosen.empty() ? "" : " " + chosen.front()->get_name()));
  }
  if (app.get_subcommands().empty()) {
    say(app.help());
    return exit_usage;
  }
  return shared.exit_code;
}

}  // namespace
}  // namespace interleave::cli

int main(int argument_count, char** arguments) {
  interleave::reset_inherited_signals();
  std::setlocale(LC_CTYPE, "");
  interleave::driver::settle_standard_streams();
  try {
    return interleave::cli::run_program(argument_count, arguments);
  } catch (const std::exception& error) {
    return interleave::cli::fail(error.what());
  }
}
