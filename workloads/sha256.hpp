// SHA-256 by libcrypto, the context kept from task to task.
#pragma once

#include "workloads/task.hpp"

#include <memory>
#include <span>
#include <stdexcept>

#include <openssl/evp.h>

namespace interleave {

class sha256 {
 public:
  sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (!algorithm_ || !context_) throw std::runtime_error("libcrypto has no SHA-256");
  }

  void start() { require(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr)); }
  void add(std::span<const std::byte> bytes) { require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }
  digest finish() {
    unsigned char out[32];
    require(EVP_DigestFinal_ex(context_.get(), out, nullptr));
    return digest_of(std::as_bytes(std::span(out)));
  }

 private:
  static void require(int succeeded) {
    if (succeeded != 1) throw std::runtime_error("libcrypto could not hash");
  }
  struct release {
    void operator()(EVP_MD* p) const { EVP_MD_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  };
  std::unique_ptr<EVP_MD, release> algorithm_;
  std::unique_ptr<EVP_MD_CTX, release> context_;
};

}  // namespace interleave
