// render_comparison BASE.json CANDIDATE.json OUT.html: what `interleave compare --format html` does to two files,
// without the rest of the program.
#include "reports/answer/analysis.hpp"
#include "reports/results/recording.hpp"
#include "reports/results/run_results.hpp"
#include "tracking/compare/comparison.hpp"
#include "tracking/compare/comparison_html.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::fputs("usage: render_comparison BASE.json CANDIDATE.json OUT.html\n", stderr);
    return 2;
  }
  using namespace interleave;
  const std::filesystem::path base = argv[1];
  const std::filesystem::path candidate = argv[2];
  tracking::comparison found = tracking::compare(reports::read_recording(base), reports::read_recording(candidate));
  if (found.comparable) {
    found.winners = tracking::changed_winners(reports::analyse(reports::read(std::array{base})),
                                              reports::analyse(reports::read(std::array{candidate})));
  }
  std::ofstream out(argv[3], std::ios::binary);
  out << tracking::comparison_html(found);
  out.close();
  return out ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
