// What a client sends to the peer: one fixed frame of 64 bytes. The peer waits `delay_ns`, then answers with
// `reply_bytes` bytes: the frame itself where reply_bytes is 64, else bytes made from `seed` (see reply_word).
#pragma once

#include "workloads/task.hpp"

#include <array>
#include <cstdint>

namespace interleave {

struct request {
  std::uint64_t delay_ns;
  std::uint64_t reply_bytes;  // 64, or a multiple of 8 up to largest_reply
  std::uint64_t seed;         // below reply_seeds
  std::array<std::uint64_t, 5> payload;
};
static_assert(sizeof(request) == 64);

inline constexpr std::uint64_t largest_reply = 1 << 20;
inline constexpr std::uint64_t reply_seeds = 16;

// Word i of a reply to a request with this seed. Cheap for the peer, which copies it out of one table: the sequence of
// one seed starts one word after that of the seed before.
constexpr std::uint64_t reply_word(std::uint64_t seed, std::uint64_t i) {
  return splitmix64(0x696e7465726c6561U, seed + i);  // "interlea"
}

}  // namespace interleave
