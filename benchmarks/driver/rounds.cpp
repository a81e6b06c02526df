// Fisher-Yates shuffle.
#include "benchmarks/driver/rounds.hpp"

#include "benchmarks/driver/split_mix.hpp"

#include <numeric>
#include <utility>

namespace interleave::driver {

std::vector<std::size_t> round_order(std::uint64_t seed, std::uint64_t round, std::size_t cells) {
  std::vector<std::size_t> order(cells);
  std::iota(order.begin(), order.end(), std::size_t{0});
  split_mix random(seed, {round});
  for (std::size_t left = cells; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
  return order;
}

}  // namespace interleave::driver
