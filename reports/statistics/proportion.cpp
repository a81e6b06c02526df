// Clopper-Pearson by Boost's beta quantiles.
#include "reports/statistics/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>

namespace interleave::reports {

using binomial = boost::math::binomial_distribution<double>;

confidence_interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  const double tail = (1 - confidence) / 2;
  const auto n = static_cast<double>(trials);
  const auto k = static_cast<double>(successes);
  return {binomial::find_lower_bound_on_p(n, k, tail), binomial::find_upper_bound_on_p(n, k, tail)};
}

double upper_bound(std::uint64_t successes, std::uint64_t trials, double confidence) {
  return binomial::find_upper_bound_on_p(static_cast<double>(trials), static_cast<double>(successes), 1 - confidence);
}

}  // namespace interleave::reports
