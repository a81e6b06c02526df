// TLS between a client and a server on this machine, by OpenSSL, without I/O: bytes go in and come out.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <openssl/ssl.h>

namespace interleave::http {

// A key (ECDSA, P-256) and a certificate for 127.0.0.1 that it has signed itself, valid for a week: made anew each
// time. Both are PEM texts. Throws std::runtime_error.
struct certificate {
  std::string key;
  std::string chain;
};
certificate make_certificate();

// What the clients of one server share: they trust its certificate and no other.
class tls_context {
 public:
  explicit tls_context(const certificate& trusted);
  SSL_CTX* get() const { return context_.get(); }

 private:
  struct free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<SSL_CTX, free> context_;
};

// One connection's. No session is resumed: every new connection pays for a whole handshake.
class tls_session {
 public:
  explicit tls_session(const tls_context& shared);

  // Goes on with the handshake; true once it is over. Throws std::runtime_error where it fails.
  bool shake_hands();
  void write(std::span<const std::byte> plain);
  // What has come for us, decrypted, as far as it fits; 0 where more must be read from the connection first.
  std::size_t read(std::span<std::byte> plain);

  // What has to be written to the connection: empty where nothing has. Valid until the next call of anything else.
  std::span<const std::byte> outgoing();
  // Where to put what the connection brings next, and how many bytes were put there.
  std::span<std::byte> room() { return incoming_; }
  void took(std::size_t bytes);

 private:
  struct free {
    void operator()(SSL* session) const { SSL_free(session); }
  };
  std::unique_ptr<SSL, free> session_;
  std::vector<std::byte> incoming_;
  std::vector<std::byte> outgoing_;
};

}  // namespace interleave::http
