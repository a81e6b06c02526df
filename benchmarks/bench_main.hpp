// The measuring executable as a function, so that a test can run it with workloads of its own.
#pragma once

#include "benchmarks/cell.hpp"

namespace interleave {

// main() of interleave-bench. Exit codes: 0 done (a failed cell is a row with error_occurred), 2 bad usage, also where
// only preparing a cell shows it: such a cell is a row too.
int bench_main(int argc, char** argv, const registry& known);

}  // namespace interleave
