// A trend for programs: the changes, and every series with its levels. Full numbers; of the words only headline and
// cautions.
#pragma once

#include "tracking/history/trend.hpp"

#include <string>

namespace interleave::tracking {

std::string trend_json(const trend& model);

}  // namespace interleave::tracking
