// The command that measures again what a result lacks, from the command line that it was measured by.
#include "reports/answer/analysis_parts.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace interleave::reports {

namespace {

// More than anybody types; a file may say anything.
constexpr std::size_t most_words = 1000;

// Takes an option out of a command line, as "--name value", "--name=value", "-nvalue" or "-n value"; its value, or
// nothing if it isn't there.
std::optional<std::string> taken(std::vector<std::string>& words, std::string_view name) {
  const bool is_short = !name.starts_with("--");
  std::optional<std::string> value;
  for (auto word = words.begin(); word != words.end();) {
    const std::string_view rest = std::string_view(*word).substr(std::min(word->size(), name.size()));
    if (!word->starts_with(name) || (!is_short && !rest.empty() && rest.front() != '=')) {
      ++word;
      continue;
    }
    const bool is_next = rest.empty() && word + 1 != words.end();
    value = is_next ? *(word + 1) : rest.substr(rest.starts_with('=') ? 1 : 0);
    word = words.erase(word, word + (is_next ? 2 : 1));
  }
  return value;
}

// A recorded command line in its parts. Options of all commands may stand before the command or after it.
struct measuring_command {
  std::string program = "interleave";  // with --bench
  std::string name = "run";
  std::vector<std::string> arguments;  // those that say what is measured, but not how often
};

measuring_command command_of(const run_record& run) {
  measuring_command command;
  command.arguments.assign(run.arguments.begin(),
                           run.arguments.begin() + std::ptrdiff_t(std::min(run.arguments.size(), most_words)));
  taken(command.arguments, "--color");
  // The suggested run has a report, whether or not this one had.
  std::erase_if(command.arguments, [](const std::string& word) { return word.starts_with("--no-report"); });
  if (const auto bench = taken(command.arguments, "--bench")) command.program += " --bench " + shell_word(*bench);
  if (!command.arguments.empty() && !command.arguments.front().starts_with('-')) {
    command.name = command.arguments.front();
    command.arguments.erase(command.arguments.begin());
  }
  for (const char* const name : {"-n", "--samples", "--budget", "-o", "--out", "--resume"})
    taken(command.arguments, name);
  return command;
}

// What would decide every entry of the map, as far as that can be had in reasonable time.
std::size_t samples_that_decide(const workbench& bench) {
  constexpr std::size_t reasonable = 50;
  std::size_t samples = bench.options.rule.least_samples;
  for (const map_row& row : bench.model.map) {
    for (const decision& entry : row.decisions)
      samples = std::max(samples, std::min(entry.samples_to_decide, reasonable));
  }
  return samples;
}

// Twice what a run took, in whole tens of minutes.
int minutes_for_more_than(double seconds) {
  constexpr double ten_minutes = 600;
  return 10 * static_cast<int>(std::clamp(std::ceil(2 * seconds / ten_minutes), 1.0, 1000.0));
}

}  // namespace

std::string remeasure_command(const workbench& bench) {
  for (const run_record& run : bench.results.runs) {
    if (!run.complete && run.path.has_parent_path())
      return fmt::format("{} run --resume {}", command_of(run).program, shell_word(run.path.parent_path().string()));
  }
  // Into a new folder, with a sufficient number of samples.
  const measuring_command original = command_of(bench.results.runs.front());
  std::string command = fmt::format("{} {}", original.program, shell_word(original.name));
  for (const std::string& word : original.arguments) command.append(1, ' ').append(shell_word(word));
  // Where samples went to what was undecided, more time lets them.
  const run_record& run = bench.results.runs.front();
  if (run.looks > 1) return command + fmt::format(" --budget {}m", minutes_for_more_than(run.run_seconds.value_or(0)));
  return command + fmt::format(" --samples {}", samples_that_decide(bench));
}

}  // namespace interleave::reports
