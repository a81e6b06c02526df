// The command line of interleave-bench: our own options, and those of Google Benchmark.
#pragma once

#include "benchmarks/cell.hpp"
#include "benchmarks/measurement.hpp"

#include <optional>
#include <string>
#include <vector>

namespace interleave {

struct bench_options {
  bool describe = false;
  selection cells;
  std::vector<std::string> cell_names;  // a sample of each; empty: plain Google Benchmark over the selection
  double sample_seconds = 0.1;
  placement_policy placed = placement_policy::free;
  timer_slack slack = timer_slack::as_it_is;
  std::optional<time_alone> calibrated;
  std::vector<std::string> for_google_benchmark;  // with the program's name first

  // Set if parsing has already done everything, as for --help: the exit code.
  std::optional<int> finished;
};

// Throws usage_error for anything that neither we nor Google Benchmark understand.
bench_options parse_bench_options(int argc, char** argv);

}  // namespace interleave
