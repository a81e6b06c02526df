// What a benchmark is called, and what its name says of it. Internal to the reader.
#pragma once

#include "reports/results/run_results.hpp"

#include <string>

namespace interleave::reports {

// Google Benchmark writes into a name how often the benchmark was repeated, which says nothing about what was measured.
struct repeats_in_name {
  std::string stem;   // "bm/8/threads:2" of "bm/8/repeats:5/threads:2"
  std::string count;  // "5"; empty where the name has none
};
repeats_in_name repeats_of(const std::string& run_name);

// Sets workload, runner, in_flight and parameters. "io_echo/coroutines/in_flight:8/delay:5ms" is what the suite's own
// benchmark program registers; other programs' names are one workload each, run by "benchmark".
void split_name(const std::string& name, sample_record& sample);

}  // namespace interleave::reports
