// Taking the steps one by one, and all at once.
#include "workloads/xorshift.hpp"

#include "workloads/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace interleave {
namespace {

constexpr std::uint64_t step(std::uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return x;
}

// Column j is what becomes of bit j alone.
using matrix = std::array<std::uint64_t, 64>;

std::uint64_t product(const matrix& m, std::uint64_t x) {
  std::uint64_t sum = 0;
  for (std::size_t j = 0; j < m.size(); ++j)
    if ((x >> j & 1) != 0) sum ^= m[j];
  return sum;
}

}  // namespace

std::uint64_t walk_xorshift64(std::uint64_t from, std::uint64_t steps) {
  constexpr std::uint64_t between_checkpoints = 5000;
  while (steps > 0) {
    const std::uint64_t now = std::min(steps, between_checkpoints);
    for (std::uint64_t i = 0; i < now; ++i) from = step(from);
    steps -= now;
    checkpoint();
  }
  return from;
}

std::uint64_t jump_xorshift64(std::uint64_t from, std::uint64_t steps) {
  matrix power;
  for (std::size_t j = 0; j < power.size(); ++j) power[j] = step(std::uint64_t{1} << j);
  for (; steps > 0; steps /= 2) {
    if (steps % 2 != 0) from = product(power, from);
    matrix square;
    for (std::size_t j = 0; j < power.size(); ++j) square[j] = product(power, power[j]);
    power = square;
  }
  return from;
}

}  // namespace interleave
