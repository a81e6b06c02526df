// A trend for programs: the changes, and every series with its levels. Numbers in full precision; of the texts only
// headline and cautions.
#pragma once

#include "tracking/history/trend.hpp"

#include <string>

namespace interleave::tracking {

std::string trend_json(const trend& model);

}  // namespace interleave::tracking
