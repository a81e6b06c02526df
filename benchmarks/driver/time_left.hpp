// How long the rest of a run will take, from how long its samples have taken so far.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace interleave::driver {

class time_left {
 public:
  explicit time_left(std::size_t cells) : cells_(cells) {}

  void plan_sample(std::size_t cell) { ++cells_[cell].to_do; }
  void finish_sample(std::size_t cell, double seconds);
  void drop_samples(std::size_t cell) { cells_[cell].to_do = 0; }

  // A cell with finished samples is expected to take its own mean again, the others the overall mean. Empty until the
  // first sample is finished.
  [[nodiscard]] std::optional<double> seconds() const;

 private:
  struct cell_times {
    std::size_t to_do = 0;
    std::size_t done = 0;
    double seconds = 0;
  };
  std::vector<cell_times> cells_;
};

}  // namespace interleave::driver
