// By simulation: how often a map contains a false win or a false equality, and what it decides. The simulated samples
// are taken and judged by what takes and judges those of a quick run. Measures nothing on the machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace interleave::calibration {

// Maps of entries, each of which compares runners. A sample's throughput is the runner's own, times exp(normal) with a
// standard deviation of `noise`; a share of the samples are outliers, slower by a factor of exp(x), x exponential with
// a mean of 0.2.
struct map_plan {
  std::size_t entries = 40;
  std::size_t runners = 6;
  double noise = 0.03;
  double outlier_share = 0.05;
  // The slowness of each runner of an entry, as a factor of the fastest one's time, fastest first; empty: drawn for
  // each entry, exponential with a mean of a third.
  std::vector<double> slowness = {};
  // Time for so many samples of each cell on average; they go where the entries are undecided.
  double samples_per_cell = 9;
  double error = 0.05;  // of all statements of a map together
};

struct map_tally {
  std::size_t maps = 0;
  std::size_t with_false_win = 0;    // whose winner truly leads by less than 3 %, or doesn't lead
  std::size_t with_false_equal = 0;  // with a runner called equal that is truly more than 10 % slower than the fastest
  std::size_t wins = 0;              // entries
  std::size_t equalities = 0;
  std::size_t undecided = 0;
  std::size_t called_equal = 0;  // runners, in those equalities
  double samples = 0;            // taken, over all maps
};

// Runs on all cores. The same seed gives the same maps.
map_tally simulate_maps(const map_plan& plan, std::size_t maps, std::uint64_t seed);

// Prints a row for each kind of map as it is done.
nlohmann::ordered_json verdict_figures(std::size_t maps, std::uint64_t seed);

}  // namespace interleave::calibration
