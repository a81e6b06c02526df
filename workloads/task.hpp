// The two types that everything uses: which task (task_id), and its result (digest).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

struct XXH3_state_s;

namespace interleave {

// Tasks of a batch are numbered 0, 1, 2, ... without gaps.
using task_id = std::uint64_t;

// A task's result, folded into 64 bits. Equal work gives equal digests on every machine and under every runner.
using digest = std::uint64_t;

// The digest of a block of bytes: XXH3, 64 bits (https://xxhash.com), seed 0.
digest digest_of(std::span<const std::byte> bytes);

// The same digest, of bytes that come in pieces.
class running_digest {
 public:
  running_digest();
  void start();  // anew
  void add(std::span<const std::byte> piece);
  digest finish() const;

 private:
  struct free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, free> state_;
};

// Step i of the SplitMix64 sequence started at `seed`: test data that looks random and can be computed anywhere.
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
constexpr std::uint64_t splitmix64(std::uint64_t seed, std::uint64_t i) {
  std::uint64_t z = seed + (i + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

// Fills `bytes` with the SplitMix64 sequence of `seed`, little-endian words; a tail shorter than a word gets the next
// word's first bytes.
void fill_bytes(std::span<std::byte> bytes, std::uint64_t seed);

}  // namespace interleave
