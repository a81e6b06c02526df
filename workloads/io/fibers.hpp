// The I/O policy of fibers: an operation is started on an Asio loop, and the fiber that called it pauses inside the
// call until the loop has seen it end. For the body it is like the blocking policy: when an operation returns, it is
// done.
//
// To be used inside a fiber only, and on the thread of the loop. Sockets and files are those of the event-loop policy.
#pragma once

#include "workloads/io/blocking.hpp"
#include "workloads/io/event_loop.hpp"

namespace interleave::fibers {

class io {
 public:
  template <class T>
  using task = blocking::task<T>;
  using connection = event_loop::io::connection;
  using file = event_loop::io::file;
  using watched = event_loop::io::watched;

  explicit io(asio::io_context& loop, event_loop::files backend = event_loop::files_backend())
      : loop_(loop), timer_(loop), on_loop_(loop, backend) {}

  // Outside the clock, and blocking; they throw std::system_error.
  connection connect(loopback_endpoint endpoint) { return on_loop_.connect(endpoint); }
  file open(const std::filesystem::path& path, open_options options) { return on_loop_.open(path, options); }

  // Each transfers the whole buffer or throws.
  blocking::ready<> write(connection&, std::span<const std::byte>);
  blocking::ready<> read(connection&, std::span<std::byte>);
  // What is there, as soon as anything is; 0 where the peer has closed. `bytes` is not empty.
  blocking::ready<std::size_t> read_some(connection&, std::span<std::byte> bytes);
  // false: not everything was there by `deadline`; the connection is then good for nothing but reopen().
  blocking::ready<bool> read_before(connection&, std::span<std::byte>, std::chrono::steady_clock::time_point deadline);
  // Closes by reset, whatever may still come, and connects anew.
  blocking::ready<> reopen(connection&, loopback_endpoint);
  blocking::ready<> read_at(file&, std::uint64_t offset, std::span<std::byte>);
  blocking::ready<> wait(std::chrono::nanoseconds);
  // A descriptor that belongs to a library, which reads and writes it itself once the wait is over.
  watched watch(int fd) { return on_loop_.watch(fd); }
  blocking::ready<> until_readable(watched&);
  blocking::ready<> until_writable(watched&);
  // On the loop, which does nothing else meanwhile; so is a call that blocks its thread.
  template <class F>
  blocking::ready<std::invoke_result_t<F&>> compute(F& f) {
    return {f()};
  }
  template <class F>
  blocking::ready<std::invoke_result_t<F&>> call(F& f) {
    return compute(f);
  }

 private:
  asio::io_context& loop_;
  asio::steady_timer timer_;
  event_loop::io on_loop_;
};

}  // namespace interleave::fibers
