// Step-down and step-up over sorted p-values.
#include "reports/statistics/multiplicity.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace interleave::reports {

namespace {

std::vector<std::size_t> ascending(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  return order;
}

}  // namespace

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.size());
  auto hypotheses_left = static_cast<double>(p_values.size());
  double largest = 0;
  for (const std::size_t index : ascending(p_values)) {
    largest = std::max(largest, std::min(1.0, hypotheses_left * p_values[index]));
    adjusted[index] = largest;
    --hypotheses_left;
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.size());
  const std::vector<std::size_t> order = ascending(p_values);
  const auto count = static_cast<double>(p_values.size());
  double smallest = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t index = order[rank - 1];
    smallest = std::min(smallest, count * p_values[index] / static_cast<double>(rank));
    adjusted[index] = smallest;
  }
  return adjusted;
}

}  // namespace interleave::reports
