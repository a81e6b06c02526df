// A trend for programs: the changes, and every series with its levels. Full numbers, no words but names and dates.
#pragma once

#include "reports/tracking/trend.hpp"

#include <string>

namespace interleave::tracking {

std::string trend_json(const trend& model);

}  // namespace interleave::tracking
