// The oracle's oracle: the example digests that the standard's authors publish (NIST, SHA-256 examples).
#include "workloads/reference/sha256.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace interleave::reference {
namespace {

std::string hex(std::string_view message, std::uint64_t rounds = 1) {
  std::string text;
  for (const std::byte value : sha256(std::as_bytes(std::span(message)), rounds))
    text += fmt::format("{:02x}", std::to_integer<int>(value));
  return text;
}

TEST(reference_sha256, gives_the_published_digests) {
  EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(reference_sha256, of_a_million_letters_given_as_rounds) {
  EXPECT_EQ(hex("aaaaaaaaaa", 100'000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace interleave::reference
