// Adjusts p-values for the number of tests. Both functions return adjusted values in the order given; compare them with
// the level for the whole family.
#pragma once

#include <span>
#include <vector>

namespace interleave::reports {

// Holm (1979): controls the probability of any false rejection in the family.
std::vector<double> holm(std::span<const double> p_values);

// Benjamini and Hochberg (1995): controls the expected share of false rejections among all rejections.
std::vector<double> benjamini_hochberg(std::span<const double> p_values);

}  // namespace interleave::reports
