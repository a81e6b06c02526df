// The states of an exchange.
#include "workloads/http/exchange.hpp"

#include <stdexcept>

namespace interleave::http {

exchange::exchange(body_sink& sink, connections how, const tls_context* tls) : reply_(sink), how_(how), tls_(tls) {
  open();
}

void exchange::open() {
  if (tls_ != nullptr) session_.emplace(*tls_);
  has_shaken_hands_ = false;
}

void exchange::start(std::string_view target) {
  request_.assign("GET ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  if (how_ == connections::fresh) request_.append("Connection: close\r\n");
  request_.append("\r\n");
  has_asked_ = false;
  reply_.start();
}

step exchange::next() {
  if (session_) return next_in_tls();
  if (!has_asked_) {
    has_asked_ = true;
    return {.what = step::write, .from = std::as_bytes(std::span(request_)), .into = {}};
  }
  if (reply_.is_complete()) return {};
  return {.what = step::read, .from = {}, .into = reply_.room()};
}

step exchange::next_in_tls() {
  if (!has_shaken_hands_) has_shaken_hands_ = session_->shake_hands();
  if (has_shaken_hands_ && !has_asked_) {
    session_->write(std::as_bytes(std::span(request_)));
    has_asked_ = true;
  }
  if (const auto out = session_->outgoing(); !out.empty()) return {.what = step::write, .from = out, .into = {}};
  if (has_asked_ && reply_.is_complete()) return {};
  return {.what = step::read, .from = {}, .into = session_->room()};
}

void exchange::took(std::size_t bytes) {
  if (!session_) return reply_.took(bytes);
  if (bytes == 0 && !has_shaken_hands_)
    throw std::runtime_error("the server closed the connection within the TLS handshake");
  if (bytes == 0) return reply_.took(0);
  session_->took(bytes);
  if (!has_shaken_hands_) return;
  while (!reply_.is_complete()) {
    const std::size_t plain = session_->read(reply_.room());
    if (plain == 0) return;
    reply_.took(plain);
  }
}

}  // namespace interleave::http
