// The event-loop I/O policy: operations suspend the coroutine on an Asio loop.
//
// Sockets go through epoll. Files go through io_uring where the kernel allows it; elsewhere a small pool of threads
// makes the blocking call, which is what event loops without asynchronous files do.
#pragma once

#include "workloads/io/system.hpp"

#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include <asio/awaitable.hpp>
#include <asio/bind_executor.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/random_access_file.hpp>
#include <asio/read.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

namespace interleave::event_loop {

enum class files { io_uring, thread_pool };
// What this kernel allows; found once by asking for a ring.
files files_backend();
std::string_view name_of(files);

// From now on what tasks on `loop` compute (io::compute) runs in `pool`, which must outlive the loop. Call this before
// an io is made for the loop: an io looks for the pool when it is made.
void hand_computing_to(asio::io_context& loop, asio::thread_pool& pool);
// The pool that was given so; null where none was.
asio::thread_pool* computing_pool_of(asio::io_context& loop);

class ring_watch;

class io {
 public:
  template <class T>
  using task = asio::awaitable<T>;
  using connection = asio::ip::tcp::socket;
  using watched = asio::posix::stream_descriptor;
  class file {
   public:
    friend class io;
    struct on_ring {
      asio::random_access_file opened;
      ring_watch& watch;
    };
    std::variant<on_ring, descriptor> handle;
  };

  explicit io(asio::io_context& loop, files backend = files_backend())
      : loop_(loop), files_(backend), computing_pool_(computing_pool_of(loop)) {}

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
  // What is there, as soon as anything is; 0 where the peer has closed. `bytes` is not empty.
  asio::awaitable<std::size_t> read_some(connection& from, std::span<std::byte> bytes);
  // false: not everything was there by `deadline`, and the read was cancelled; the connection is then good for nothing
  // but reopen().
  asio::awaitable<bool> read_before(connection&, std::span<std::byte>, std::chrono::steady_clock::time_point deadline);
  // Closes by reset, whatever may still come, and connects anew.
  asio::awaitable<void> reopen(connection&, loopback_endpoint);
  asio::awaitable<void> read_at(file&, std::uint64_t offset, std::span<std::byte>);
  // The same without a coroutine. `done` is called on the loop; one that captures two pointers costs no memory.
  using read_handler = std::function<void(const std::exception_ptr& failure)>;
  void read_at(file&, std::uint64_t offset, std::span<std::byte>, read_handler done);
  // A wait of zero must not be modelled with this: a timer that is already due costs a trip through the kernel.
  auto wait(std::chrono::nanoseconds time) {
    timer().expires_after(time);
    return timer().async_wait(asio::use_awaitable);
  }
  // A descriptor that belongs to a library, which reads and writes it itself once the wait is over: a duplicate, so
  // that the loop and the library each close their own.
  watched watch(int fd);
  auto until_readable(watched& on) { return on.async_wait(watched::wait_read, asio::use_awaitable); }
  auto until_writable(watched& on) { return on.async_wait(watched::wait_write, asio::use_awaitable); }
  // Calls `f` on the loop, which does nothing else meanwhile, or in the pool that the loop hands computing to. The
  // coroutine continues on its loop.
  template <class F>
  asio::awaitable<std::invoke_result_t<F&>> compute(F& f) {
    if (computing_pool_ == nullptr) co_return f();
    co_await asio::post(asio::bind_executor(*computing_pool_, asio::use_awaitable));
    std::optional<std::invoke_result_t<F&>> result;
    std::exception_ptr failure;
    try {
      result = f();
    } catch (...) {
      failure = std::current_exception();
    }
    co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
    if (failure) std::rethrow_exception(failure);
    co_return *std::move(result);
  }
  // A call that blocks its thread, of a library that has no other way: on the loop too, unless there is a pool.
  template <class F>
  auto call(F& f) {
    return compute(f);
  }

 private:
  asio::steady_timer& timer() {
    if (!timer_) timer_.emplace(loop_);
    return *timer_;
  }

  asio::io_context& loop_;
  // Made by the first wait: a loop that has never had a timer or a socket polls no epoll, and passing an item through a
  // channel then takes two thirds of the time.
  std::optional<asio::steady_timer> timer_;
  files files_;
  asio::thread_pool* computing_pool_;
  // read_before(): the strand on which its timer and its read end one at a time, made with the first of them, and the
  // number of the read that is under way.
  std::optional<asio::strand<asio::io_context::executor_type>> racing_;
  std::uint64_t race_ = 0;
};

}  // namespace interleave::event_loop
