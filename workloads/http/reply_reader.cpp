// A parser of Boost.Beast, and the buffer in front of it.
#include "workloads/http/reply_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <fmt/format.h>

namespace interleave::http {
namespace {

namespace beast = boost::beast;
using beast::string_view;

constexpr std::size_t buffer_bytes = 16 * 1024;
constexpr std::uint64_t largest_body = 64 << 20;

}  // namespace

class reply_reader::parser final : public beast::http::basic_parser<false> {
 public:
  explicit parser(body_sink& sink) : sink_(sink) {
    eager(true);
    body_limit(largest_body);
  }
  std::uint64_t body_bytes() const { return body_bytes_; }
  std::optional<std::uint64_t> announced() const { return announced_; }

 private:
  void on_request_impl(beast::http::verb, string_view, string_view, int, beast::error_code&) override {}
  void on_response_impl(int code, string_view reason, int, beast::error_code&) override {
    if (code != 200)
      throw std::runtime_error(
          fmt::format("the server answered {} {}", code, std::string_view(reason.data(), reason.size())));
  }
  void on_field_impl(beast::http::field, string_view, string_view, beast::error_code&) override {}
  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code&) override {
    if (length) announced_ = *length;
  }
  std::size_t on_body_impl(string_view piece, beast::error_code&) override { return pass_on(piece); }
  void on_chunk_header_impl(std::uint64_t, string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, beast::error_code&) override {
    return pass_on(piece);
  }
  void on_finish_impl(beast::error_code&) override {}

  std::size_t pass_on(string_view piece) {
    sink_.body(std::as_bytes(std::span(piece.data(), piece.size())));
    body_bytes_ += piece.size();
    return piece.size();
  }

  body_sink& sink_;
  std::optional<std::uint64_t> announced_;
  std::uint64_t body_bytes_ = 0;
};

reply_reader::reply_reader(body_sink& sink) : sink_(sink), buffer_(buffer_bytes) {}
reply_reader::~reply_reader() = default;
reply_reader::reply_reader(reply_reader&&) noexcept = default;

void reply_reader::start() {
  parser_ = std::make_unique<parser>(sink_);
  filled_ = 0;
}

std::span<std::byte> reply_reader::room() {
  return std::span(buffer_).subspan(filled_);
}

bool reply_reader::is_complete() const {
  return parser_->is_done();
}

void reply_reader::took(std::size_t bytes) {
  if (bytes == 0) {
    beast::error_code cut;
    if (parser_->got_some()) parser_->put_eof(cut);
    if (parser_->got_some() && !cut) return;  // a body that ends with the connection
    if (parser_->announced())
      throw std::runtime_error(fmt::format("the server closed the connection after {} of {} bytes",
                                           parser_->body_bytes(), *parser_->announced()));
    throw std::runtime_error(parser_->got_some() ? "the server closed the connection within its reply"
                                                 : "the server closed the connection without an answer");
  }
  filled_ += bytes;
  std::size_t parsed = 0;
  while (parsed < filled_ && !parser_->is_done()) {
    beast::error_code error;
    const std::size_t more = parser_->put(boost::asio::buffer(buffer_.data() + parsed, filled_ - parsed), error);
    parsed += more;
    if (error == beast::http::error::need_more) break;
    if (error) throw std::runtime_error(fmt::format("the server's reply is malformed: {}", error.message()));
    if (more == 0) break;
  }
  if (parser_->is_done() && parsed < filled_)
    throw std::runtime_error(fmt::format("the server sent {} bytes after the end of its reply", filled_ - parsed));
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(parsed),
            buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
  filled_ -= parsed;
  if (filled_ == buffer_.size())
    throw std::runtime_error("the server's reply is malformed: a header of more than 16 KiB");
}

}  // namespace interleave::http
