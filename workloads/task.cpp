// Digests and reproducible bytes.
#include "workloads/task.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include <xxhash.h>

namespace interleave {

digest digest_of(std::span<const std::byte> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

running_digest::running_digest() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  start();
}

void running_digest::start() {
  XXH3_64bits_reset(state_.get());
}

void running_digest::add(std::span<const std::byte> piece) {
  XXH3_64bits_update(state_.get(), piece.data(), piece.size());
}

digest running_digest::finish() const {
  return XXH3_64bits_digest(state_.get());
}

void running_digest::free::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

void fill_bytes(std::span<std::byte> bytes, std::uint64_t seed) {
  for (std::uint64_t i = 0; !bytes.empty(); ++i) {
    const std::uint64_t word = splitmix64(seed, i);
    const std::size_t length = std::min(bytes.size(), sizeof word);
    std::memcpy(bytes.data(), &word, length);
    bytes = bytes.subspan(length);
  }
}

}  // namespace interleave
