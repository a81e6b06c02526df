// The chain of handlers.
#include "workloads/http/client.hpp"

namespace interleave::http {

void callback_client::get(std::string_view target, completion done, std::function<void()> then) {
  done_ = done;
  then_ = std::move(then);
  exchange_.start(target);
  if (how_ == connections::kept) return go_on();
  socket_.close();
  const asio::ip::tcp::endpoint peer(asio::ip::address_v4::loopback(), server_.endpoint.port);
  socket_.async_connect(peer, [this](const std::error_code& error) {
    if (error) return done_->fail(error);
    set_connection_options(socket_.native_handle());
    exchange_.open();
    go_on();
  });
}

void callback_client::go_on() {
  try {
    const step next = exchange_.next();
    if (next.what == step::done) return then_();
    if (next.what == step::write) {
      asio::async_write(socket_, asio::buffer(next.from.data(), next.from.size()),
                        [this](const std::error_code& error, std::size_t) { error ? done_->fail(error) : go_on(); });
      return;
    }
    socket_.async_read_some(asio::buffer(next.into.data(), next.into.size()),
                            [this](const std::error_code& error, std::size_t bytes) {
                              if (error && error != asio::error::eof) return done_->fail(error);
                              took(bytes);
                            });
  } catch (...) {
    done_->fail(std::current_exception());
  }
}

void callback_client::took(std::size_t bytes) {
  try {
    exchange_.took(bytes);
  } catch (...) {
    return done_->fail(std::current_exception());
  }
  go_on();
}

}  // namespace interleave::http
