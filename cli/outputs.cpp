// Reads and analyses results, and passes them to the renderers.
#include "cli/outputs.hpp"

#include "benchmarks/driver/whole_file.hpp"
#include "cli/written.hpp"
#include "reports/page/html.hpp"
#include "reports/results/input_file.hpp"
#include "reports/results/run_results.hpp"
#include "reports/text/terminal.hpp"
#include "reports/words/plain_text.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {

std::vector<std::filesystem::path> without_gates(std::vector<std::filesystem::path> results) {
  std::vector<std::filesystem::path> kept;
  std::vector<std::filesystem::path> gates;
  for (std::filesystem::path& each : results) (reports::is_of_a_gate(each) ? gates : kept).push_back(std::move(each));
  if (kept.empty()) return gates;
  for (const std::filesystem::path& gate : gates)
    print_note(fmt::format("left out: {} holds a gate, and no results; its verdict: interleave gate --replay {}",
                           gate.string(), reports::shell_word(gate.string())));
  return kept;
}

reports::analysis analyse_files(std::span<const std::filesystem::path> files) {
  return reports::analyse(reports::read(files));
}

void print_terminal(const reports::analysis& model, color_choice color, bool with_cells) {
  const int columns = columns_of(STDOUT_FILENO, 100);
  print_whole(reports::terminal(model, {.width = static_cast<std::size_t>(columns),
                                        .colour = wants_color(color, STDOUT_FILENO),
                                        .unicode = shows_unicode(STDOUT_FILENO),
                                        .cells = with_cells}));
}

void report_on_run(const std::filesystem::path& folder, color_choice color) {
  const std::filesystem::path results = folder / "results.json";
  const std::filesystem::path page = folder / "report.html";
  const reports::analysis model = analyse_files(std::array{results});
  write_each({[&] {
                print_terminal(model, color, false);
                print_whole(fmt::format("\nresults  {}\n", reports::printable(results.string())));
              },
              [&] {
                driver::write_file_durably(page, reports::html(model));
                print_whole(fmt::format("report   {}\n", reports::printable(page.string())));
              }},
             fmt::format("what was measured is whole in {}; the report again: interleave report {}", results.string(),
                         reports::shell_word(folder.string())));
}

}  // namespace interleave::cli
