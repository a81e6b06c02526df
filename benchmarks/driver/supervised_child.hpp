// A child process from its start to its end, with all that it has started: watched while it runs, ended where it
// exceeds a limit or a signal asks us to stop, and reaped.
#pragma once

#include "benchmarks/driver/child_process.hpp"
#include "benchmarks/driver/guard.hpp"
#include "benchmarks/driver/judge.hpp"
#include "benchmarks/driver/signals.hpp"

#include <chrono>

namespace interleave::driver {

struct supervision {
  sample_limits limits;
  std::chrono::nanoseconds look_interval;  // between two looks at a running child
  stop_signals& signals;
  const run_guard& guard;
};

// Blocks until the child has ended. It is given the guard's mark and the signal mask from before ours. This process
// must be a subreaper. After a stop signal what it returns is of no use. Throws std::runtime_error if there is no
// process to be had.
process_end supervise(child_start start, const supervision& how);

}  // namespace interleave::driver
