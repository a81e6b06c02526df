// Decides which cells of two recordings belong together, by their names alone.
#pragma once

#include "reports/results/recording.hpp"

#include <string>
#include <vector>

namespace interleave::tracking {

struct cell_pair {
  const reports::recorded_cell* base = nullptr;
  const reports::recorded_cell* candidate = nullptr;
};

// Pointers refer to the recordings passed to pair_cells().
struct paired_cells {
  std::vector<cell_pair> pairs;  // in the base's order
  std::vector<const reports::recorded_cell*> base_only;
  std::vector<const reports::recorded_cell*> candidate_only;
};

// Pairs cells of equal name. A cell of the suite with other parameters has another name; it is still paired if there is
// only one such cell. `filter`: an ECMAScript regular expression, searched in the names; empty for all. Throws
// reports::input_error where nothing can be paired, and for a filter that is invalid or matches nothing.
paired_cells pair_cells(const reports::recording& base, const reports::recording& candidate, const std::string& filter);

}  // namespace interleave::tracking
