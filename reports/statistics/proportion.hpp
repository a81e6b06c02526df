// Confidence intervals of a proportion.
#pragma once

#include "reports/statistics/statistics.hpp"

#include <cstdint>

namespace interleave::reports {

// The exact interval of a proportion (Clopper and Pearson 1934), from quantiles of the beta distribution.
// Precondition: successes <= trials, trials > 0.
confidence_interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

// The upper limit alone, one-sided; with no success in n trials it is 1 - (1 - confidence)^(1/n).
double upper_bound(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

}  // namespace interleave::reports
