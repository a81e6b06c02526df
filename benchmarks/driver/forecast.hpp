// How long the samples of a plan will take, estimated before the first of them from what one task of each workload
// costs alone. It is no bound: what a model adds, such as a thread or a process for each task, is not known yet, and
// what a task costs alone was measured only once, which other work on the machine can make too much.
#pragma once

#include "benchmarks/driver/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace interleave::driver {

struct forecast {
  double seconds = 0;           // of all samples
  std::size_t long_cells = 0;   // whose samples take at least twice the time that was asked for
  double longest_sample_s = 0;  // under the clock, among those
  std::uint64_t most_in_flight = 1;
};

// Seconds under the clock of one sample of this cell, without what the model adds.
double sample_seconds(const plan& of, const planned_cell& cell);

// `samples`: how many are to be taken of each cell. `around_s`: how long a sample takes beyond its time under the
// clock.
forecast forecast_of(const plan& of, const std::vector<std::size_t>& samples, double around_s);

// The forecast in at most two lines.
std::vector<std::string> sentences_of(const forecast& what, const plan& of, std::size_t samples);

}  // namespace interleave::driver
