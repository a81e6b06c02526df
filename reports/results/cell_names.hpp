// Parses the names of benchmarks. Internal to the reader.
#pragma once

#include "reports/results/run_results.hpp"

#include <string>

namespace interleave::reports {

// Google Benchmark adds the number of repetitions to the name; it says nothing about what was measured.
struct repeats_in_name {
  std::string stem;   // "bm/8/threads:2" of "bm/8/repeats:5/threads:2"
  std::string count;  // "5"; empty where the name has none
};
repeats_in_name repeats_of(const std::string& run_name);

// Sets workload, runner, in_flight and parameters. The suite's benchmark program registers names like
// "io_echo/coroutines/in_flight:8/delay:5ms". Any other name is taken as a workload whose runner is "benchmark".
void split_name(const std::string& name, sample_record& sample);

}  // namespace interleave::reports
