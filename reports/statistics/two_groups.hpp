// The smallest p-value that a permutation test of two groups can give, and the sizes that it needs.
#pragma once

#include <cstddef>

namespace interleave::reports {

// The smallest two-sided p-value of n values against m: two of the (n + m choose n) ways to divide them, all equally
// likely where the groups don't differ, are the most extreme ones. Precondition: neither is 0.
double least_p_of_two_groups(std::size_t n, std::size_t m);

// The fewest values a side, as many in both groups, that can reach p. Precondition: p > 0.
std::size_t least_size_of_two_groups(double p);

}  // namespace interleave::reports
