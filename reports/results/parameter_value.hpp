// A parameter's values as the suite writes them ("5ms", "64KiB", "2.5%", "on"): their order, and what they are as
// numbers.
#pragma once

#include "reports/results/run_results.hpp"

#include <optional>
#include <string_view>

namespace interleave::reports {

// In the smallest unit: nanoseconds, bytes, a share of one. Nothing for a word.
std::optional<double> parameter_number(std::string_view text);

// Numbers by value, so that 2 comes before 16 and 5ms before 20ms; after them words, alphabetically.
struct by_value {
  bool operator()(std::string_view a, std::string_view b) const;
  // Name after name, as in the maps.
  bool operator()(const parameter_map& a, const parameter_map& b) const;
};

}  // namespace interleave::reports
