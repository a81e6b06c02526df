// render_report RESULTS.json... OUT.html: what `interleave report` does to a file, without the rest of the program, so
// that the browser tests look at real output whatever state the other rooms are in.
#include "reports/answer/analysis.hpp"
#include "reports/errors.hpp"
#include "reports/page/html.hpp"
#include "reports/results/run_results.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <vector>

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::fputs("usage: render_report RESULTS.json... OUT.html\n", stderr);
    return 2;
  }
  const std::vector<std::filesystem::path> inputs(argv + 1, argv + argc - 1);
  std::ofstream out(argv[argc - 1], std::ios::binary);
  out << interleave::reports::html(interleave::reports::analyse(interleave::reports::read(inputs)));
  out.close();
  return out ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
