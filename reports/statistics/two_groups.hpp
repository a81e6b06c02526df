// The smallest p-value that a permutation test of two groups can give, and the group sizes that a p-value needs.
#pragma once

#include <cstddef>

namespace interleave::reports {

// The smallest two-sided p-value for n values against m. If the groups don't differ, all (n + m choose n) ways to
// divide the values are equally likely, and two of them are the most extreme. Precondition: neither is 0.
double least_p_of_two_groups(std::size_t n, std::size_t m);

// The smallest size of two equally large groups that can reach p. Precondition: p > 0.
std::size_t least_size_of_two_groups(double p);

}  // namespace interleave::reports
