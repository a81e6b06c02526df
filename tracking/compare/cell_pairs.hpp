// Which cells of two recordings belong together. Knows nothing of what is measured in them.
#pragma once

#include "reports/results/recording.hpp"

#include <string>
#include <vector>

namespace interleave::tracking {

struct cell_pair {
  const reports::recorded_cell* base = nullptr;
  const reports::recorded_cell* candidate = nullptr;
};

// Points into the recordings.
struct paired_cells {
  std::vector<cell_pair> pairs;  // in the base's order
  std::vector<const reports::recorded_cell*> base_only;
  std::vector<const reports::recorded_cell*> candidate_only;
};

// By name. A cell of the suite whose parameters alone have changed has another name: it is paired all the same, as long
// as there is only one. `filter`: an ECMAScript regular expression, searched in the names; empty lets all through.
// Throws reports::input_error where no two belong together, or the filter is no expression or fits nothing.
paired_cells pair_cells(const reports::recording& base, const reports::recording& candidate, const std::string& filter);

}  // namespace interleave::tracking
