// Binomial coefficients from logarithms. Uses Boost's lgamma, because std::lgamma writes to a global variable.
#include "reports/statistics/two_groups.hpp"

#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

namespace interleave::reports {

namespace {

double log_factorial(std::size_t number) {
  return boost::math::lgamma(static_cast<double>(number) + 1);
}

}  // namespace

double least_p_of_two_groups(std::size_t n, std::size_t m) {
  return 2 * std::exp(log_factorial(n) + log_factorial(m) - log_factorial(n + m));
}

std::size_t least_size_of_two_groups(double p) {
  std::size_t size = 1;
  while (least_p_of_two_groups(size, size) > p) ++size;
  return size;
}

}  // namespace interleave::reports
