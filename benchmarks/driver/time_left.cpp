// Estimates from each cell's mean duration.
#include "benchmarks/driver/time_left.hpp"

namespace interleave::driver {

void time_left::finish_sample(std::size_t cell, double seconds) {
  cell_times& times = cells_[cell];
  if (times.to_do > 0) --times.to_do;
  ++times.done;
  times.seconds += seconds;
}

std::optional<double> time_left::seconds() const {
  double known_seconds = 0;
  std::size_t known_cells = 0;
  for (const cell_times& times : cells_) {
    if (times.done == 0) continue;
    known_seconds += times.seconds / static_cast<double>(times.done);
    ++known_cells;
  }
  if (known_cells == 0) return std::nullopt;
  const double usual_seconds = known_seconds / static_cast<double>(known_cells);
  double total_seconds = 0;
  for (const cell_times& times : cells_) {
    const double each = times.done == 0 ? usual_seconds : times.seconds / static_cast<double>(times.done);
    total_seconds += each * static_cast<double>(times.to_do);
  }
  return total_seconds;
}

}  // namespace interleave::driver
