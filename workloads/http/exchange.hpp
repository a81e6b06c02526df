// One client's requests over HTTP/1.1, with or without TLS, as a sequence of reads and writes that somebody else does:
//   exchange.start("/page");
//   for (auto step = exchange.next(); step.what != http::step::done; step = exchange.next()) ...
// So there is one protocol for coroutines, fibers, callbacks and blocking calls.
#pragma once

#include "workloads/http/reply_reader.hpp"
#include "workloads/http/tls.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace interleave::http {

struct step {
  enum kind { write, read, done } what = done;
  std::span<const std::byte> from;  // write all of it
  std::span<std::byte> into;        // read what is there, as soon as anything is; then call took()
};

// Whether a connection serves one request after the other, or each opens one.
enum class connections { kept, fresh };

class exchange {
 public:
  // tls: null for none; else it must outlive the exchange.
  exchange(body_sink& sink, connections how, const tls_context* tls);

  // From now on there is a new connection.
  void open();
  // Asks for `target`, "/page".
  void start(std::string_view target);
  // What is to be done next; done once the reply has been read. Throws std::runtime_error, as took() does, where the
  // handshake fails or the reply is not what was asked for.
  step next();
  // So many bytes were read; 0: the connection is closed.
  void took(std::size_t bytes);

 private:
  step next_in_tls();

  reply_reader reply_;
  connections how_;
  const tls_context* tls_;
  std::optional<tls_session> session_;
  bool has_shaken_hands_ = false;
  bool has_asked_ = false;
  std::string request_;
};

}  // namespace interleave::http
