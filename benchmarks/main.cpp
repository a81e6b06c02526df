// interleave-bench: every workload under every runner.
#include "benchmarks/bench_main.hpp"

int main(int argc, char** argv) {
  return interleave::bench_main(argc, argv, {interleave::all_workloads(), interleave::all_runners()});
}
