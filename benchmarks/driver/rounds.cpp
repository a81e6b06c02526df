// Fisher-Yates over SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
#include "benchmarks/driver/rounds.hpp"

#include <limits>
#include <numeric>
#include <utility>

namespace interleave::driver {
namespace {

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

class split_mix {
 public:
  explicit split_mix(std::uint64_t state) : state_(state) {}
  std::uint64_t next() { return mix(state_ += golden_gamma); }

  // Unbiased: what lies beyond the last whole multiple of `bound` is thrown away.
  std::uint64_t below(std::uint64_t bound) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t usable = most - most % bound;
    for (;;)
      if (const std::uint64_t drawn = next(); drawn < usable) return drawn % bound;
  }

 private:
  std::uint64_t state_;
};

}  // namespace

std::vector<std::size_t> round_order(std::uint64_t seed, std::uint64_t round, std::size_t cells) {
  std::vector<std::size_t> order(cells);
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Seed and round are mixed, not added: added, the streams of two rounds would be one stream, shifted.
  split_mix random(mix(mix(seed + golden_gamma) + round));
  for (std::size_t left = cells; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
  return order;
}

}  // namespace interleave::driver
