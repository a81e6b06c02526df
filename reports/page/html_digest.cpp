// libcrypto's SHA-256 in base64; reports/ uses nothing else of OpenSSL.
#include "reports/page/html_digest.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace interleave::reports {

std::string policy_digest(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("libcrypto could not compute a SHA-256 for the report's security policy");
  }
  // EVP_EncodeBlock writes 4 characters for every 3 bytes, and a terminating zero.
  std::array<unsigned char, EVP_MAX_MD_SIZE * 4 / 3 + 5> base64{};
  const int length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
  std::string out = "'sha256-";
  for (int i = 0; i < length; ++i) out += static_cast<char>(base64.at(static_cast<std::size_t>(i)));
  return out + "'";
}

}  // namespace interleave::reports
