// Judges each pair of cells: effect, interval, smallest detectable change, and a finding that accounts for all cells
// being tested together. Texts on the comparison as a whole are in comparison.cpp.
#pragma once

#include "tracking/compare/cell_pairs.hpp"
#include "tracking/compare/comparison.hpp"

#include <span>
#include <vector>

namespace interleave::tracking {

// In the order of the pairs, without labels. If the recordings aren't comparable, only medians are computed.
std::vector<compared_cell> judge_cells(std::span<const cell_pair> pairs, const comparison_options& options,
                                       reports::better direction, bool comparable);

}  // namespace interleave::tracking
