// SHA-256 straight from its standard, FIPS 180-4, slow and plain: the oracle for the workloads that hash with
// libcrypto.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace interleave::reference {

// The digest of `message` repeated `rounds` times.
std::array<std::byte, 32> sha256(std::span<const std::byte> message, std::uint64_t rounds = 1);

}  // namespace interleave::reference
