// Carries out an exchange under an I/O policy, and as a chain of handlers.
#pragma once

#include "workloads/callback_slot.hpp"
#include "workloads/http/exchange.hpp"
#include "workloads/io/endpoint.hpp"
#include "workloads/io/event_loop.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/write.hpp>

namespace interleave::http {

// What the clients of one server share.
struct server_address {
  loopback_endpoint endpoint;
  const tls_context* tls;  // null for none
};

template <class Io>
class client {
 public:
  client(Io& io, server_address server, connections how, body_sink& sink)
      : io_(io), server_(server), how_(how), exchange_(sink, how, server.tls), socket_(io.connect(server.endpoint)) {}

  // The body has gone to the sink when it returns; always true.
  typename Io::template task<bool> get(std::string_view target) {
    if (how_ == connections::fresh) {
      co_await io_.reopen(socket_, server_.endpoint);
      exchange_.open();
    }
    exchange_.start(target);
    for (step next = exchange_.next(); next.what != step::done; next = exchange_.next()) {
      if (next.what == step::write) {
        co_await io_.write(socket_, next.from);
      } else {
        const std::size_t got = co_await io_.read_some(socket_, next.into);
        exchange_.took(got);
      }
    }
    co_return true;
  }

 private:
  Io& io_;
  server_address server_;
  connections how_;
  exchange exchange_;
  typename Io::connection socket_;
};

class callback_client {
 public:
  callback_client(asio::io_context& loop, server_address server, connections how, body_sink& sink)
      : server_(server),
        how_(how),
        exchange_(sink, how, server.tls),
        socket_(event_loop::io(loop).connect(server.endpoint)) {}

  // then() is called once the body has gone to the sink, whatever fails goes to `done`.
  void get(std::string_view target, completion done, std::function<void()> then);

 private:
  void go_on();
  void took(std::size_t bytes);

  server_address server_;
  connections how_;
  exchange exchange_;
  asio::ip::tcp::socket socket_;
  std::optional<completion> done_;
  std::function<void()> then_;
};

}  // namespace interleave::http
