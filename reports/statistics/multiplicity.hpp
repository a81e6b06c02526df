// Adjusting p-values for the number of tests. Both return adjusted values in the order given, which are compared with
// the level of the whole family.
#pragma once

#include <span>
#include <vector>

namespace interleave::reports {

// Holm (1979): the chance of any false rejection in the family.
std::vector<double> holm(std::span<const double> p_values);

// Benjamini and Hochberg (1995): the expected share of false ones among the rejections.
std::vector<double> benjamini_hochberg(std::span<const double> p_values);

}  // namespace interleave::reports
