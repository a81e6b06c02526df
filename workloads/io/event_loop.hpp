// The event-loop I/O policy: operations suspend the coroutine on an Asio loop.
//
// Sockets go through epoll. Files go through io_uring where the kernel allows it; elsewhere a small pool of threads
// makes the blocking call, which is what event loops without asynchronous files do.
#pragma once

#include "workloads/io/system.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/random_access_file.hpp>
#include <asio/read.hpp>
#include <asio/steady_timer.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

namespace interleave::event_loop {

enum class files { io_uring, thread_pool };
// What this kernel allows; found once by asking for a ring.
files files_backend();
std::string_view name_of(files);

class ring_watch;

class io {
 public:
  template <class T>
  using task = asio::awaitable<T>;
  using connection = asio::ip::tcp::socket;
  class file {
   public:
    friend class io;
    struct on_ring {
      asio::random_access_file opened;
      ring_watch& watch;
    };
    std::variant<on_ring, descriptor> handle;
  };

  explicit io(asio::io_context& loop, files backend = files_backend()) : loop_(loop), files_(backend) {}

  // Outside the clock, and blocking; they throw std::system_error.
  connection connect(loopback_endpoint);
  file open(const std::filesystem::path&, open_options);

  // Each transfers the whole buffer or throws. One operation at a time: a slot does one thing after another.
  auto write(connection& to, std::span<const std::byte> bytes) {
    return asio::async_write(to, asio::buffer(bytes.data(), bytes.size()), asio::use_awaitable);
  }
  auto read(connection& from, std::span<std::byte> bytes) {
    return asio::async_read(from, asio::buffer(bytes.data(), bytes.size()), asio::use_awaitable);
  }
  asio::awaitable<void> read_at(file&, std::uint64_t offset, std::span<std::byte>);
  // A wait of zero must not be modelled with this: a timer that is already due costs a trip through the kernel.
  auto wait(std::chrono::nanoseconds time) {
    if (!timer_) timer_.emplace(loop_);
    timer_->expires_after(time);
    return timer_->async_wait(asio::use_awaitable);
  }

 private:
  asio::io_context& loop_;
  // Made by the first wait: a loop that has never had a timer or a socket polls no epoll, and passing an item through a
  // channel then takes two thirds of the time.
  std::optional<asio::steady_timer> timer_;
  files files_;
};

}  // namespace interleave::event_loop
