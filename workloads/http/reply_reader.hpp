// Reads one HTTP/1.1 reply out of the bytes of a connection, however they are cut. Does no I/O. The protocol is parsed
// by Boost.Beast.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace interleave::http {

// Who gets the body, piece by piece, in order.
class body_sink {
 public:
  virtual void body(std::span<const std::byte> piece) = 0;

 protected:
  ~body_sink() = default;
};

class reply_reader {
 public:
  explicit reply_reader(body_sink& sink);
  ~reply_reader();
  reply_reader(reply_reader&&) noexcept;
  reply_reader& operator=(reply_reader&&) = delete;

  // Forgets the last reply.
  void start();
  // Where to put what comes next; never empty.
  std::span<std::byte> room();
  // So many bytes were put there; 0: the connection is closed. Throws std::runtime_error where the reply is not 200, is
  // malformed or larger than 64 MiB, is cut short, or has something after its end.
  void took(std::size_t bytes);
  bool is_complete() const;

 private:
  class parser;

  body_sink& sink_;
  std::unique_ptr<parser> parser_;
  std::vector<std::byte> buffer_;
  std::size_t filled_ = 0;  // what of the buffer is not parsed yet
};

}  // namespace interleave::http
