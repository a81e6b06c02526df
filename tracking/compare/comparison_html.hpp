// The comparison as one offline HTML file, with a forest plot. Presents what compare() found. Scripts only draw the
// plot, from the same numbers; the rest works without them.
#pragma once

#include "tracking/compare/comparison.hpp"

#include <string>

namespace interleave::tracking {

std::string comparison_html(const comparison& model);

}  // namespace interleave::tracking
