// What no test that permutes two groups can go below, whatever their values.
#pragma once

#include <cstddef>

namespace interleave::tracking {

// The smallest two-sided p-value of n values against m: two of the (n + m choose n) ways to divide them, all equally
// likely where the groups don't differ, are the most extreme ones. Precondition: neither is 0.
double least_p_of_two_groups(std::size_t n, std::size_t m);

}  // namespace interleave::tracking
