// Reads and analyses results, and passes them to the renderers.
#include "cli/outputs.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "cli/written.hpp"
#include "reports/page/html.hpp"
#include "reports/results/run_results.hpp"
#include "reports/text/terminal.hpp"
#include "reports/words/plain_text.hpp"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {

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

void write_html(const reports::analysis& model, const std::filesystem::path& path) {
  driver::write_file_durably(path, reports::html(model));
}

void report_on_run(const std::filesystem::path& folder, color_choice color) {
  const reports::analysis model = analyse_files(std::array{folder / "results.json"});
  write_html(model, folder / "report.html");
  const std::string where =
      fmt::format("results  {}\nreport   {}\n", reports::printable((folder / "results.json").string()),
                  reports::printable((folder / "report.html").string()));
  try {
    print_terminal(model, color, false);
    print_whole("\n" + where);
  } catch (const driver::storage_error&) {
    say(where);
    throw;
  }
}

}  // namespace interleave::cli
