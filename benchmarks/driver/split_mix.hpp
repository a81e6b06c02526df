// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). The standard library's
// distributions may differ between implementations; a seed in a result is to mean the same everywhere.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace interleave::driver {

class split_mix {
 public:
  // A separate stream for each seed and each sequence of numbers in `place`, such as {round, cell}. They are mixed
  // rather than added: with a sum, the streams of two rounds would be the same stream, shifted.
  split_mix(std::uint64_t seed, std::initializer_list<std::uint64_t> place) : state_(seed + golden_gamma) {
    for (const std::uint64_t number : place) state_ = mix(state_) + number;
    state_ = mix(state_);
  }

  std::uint64_t next() { return mix(state_ += golden_gamma); }

  // Unbiased: values beyond the last whole multiple of `bound` are rejected.
  std::uint64_t below(std::uint64_t bound) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t usable = most - most % bound;
    for (;;)
      if (const std::uint64_t drawn = next(); drawn < usable) return drawn % bound;
  }

 private:
  static constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace interleave::driver
