// The comparison as one offline HTML file, with a forest plot. Lays out what compare() found; scripts draw from the
// same numbers and are needed for nothing else.
#pragma once

#include "tracking/compare/comparison.hpp"

#include <string>

namespace interleave::tracking {

std::string comparison_html(const comparison& model);

}  // namespace interleave::tracking
