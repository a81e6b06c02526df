// Digests and reproducible bytes.
#include "workloads/task.hpp"

#include <algorithm>
#include <cstring>

#include <xxhash.h>

namespace interleave {

digest digest_of(std::span<const std::byte> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
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
