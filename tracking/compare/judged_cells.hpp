// What each pair of cells shows: effect, interval, the smallest change that would have been seen, and a finding that
// holds for all cells together. Texts about the comparison as a whole are made in comparison.cpp.
#pragma once

#include "tracking/compare/cell_pairs.hpp"
#include "tracking/compare/comparison.hpp"

#include <span>
#include <vector>

namespace interleave::tracking {

// In the order of the pairs, without labels. Where the recordings aren't comparable nothing is computed but medians.
std::vector<compared_cell> judge_cells(std::span<const cell_pair> pairs, const comparison_options& options,
                                       reports::better direction, bool comparable);

}  // namespace interleave::tracking
