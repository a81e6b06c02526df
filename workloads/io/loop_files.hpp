// What reading files on a loop needs, for coroutines, fibers and callbacks alike: threads that block where there is no
// io_uring, and a watch over the ring where there is.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>

#include <asio/detail/io_uring_service.hpp>
#include <asio/execution_context.hpp>
#include <asio/thread_pool.hpp>

namespace interleave::event_loop {

// The threads that read files where there is no io_uring. One pool for each loop; made with the first file, after any
// fork.
class file_pool : public asio::execution_context::service {
 public:
  using key_type = file_pool;
  static inline asio::execution_context::id id;

  explicit file_pool(asio::execution_context& owner) : service(owner), threads(threads_wanted()) {}
  asio::thread_pool threads;

 private:
  // The usual size of such pools (CPython's executor has the same): more threads than cores, because they block.
  static std::size_t threads_wanted() { return std::min(32U, std::thread::hardware_concurrency() + 4); }
  void shutdown() override {
    threads.stop();
    threads.join();
  }
};

// Keeps completions of a loop's ring coming. Asio takes at most 128 from the ring each time the ring's event descriptor
// is signalled, and only a further completion signals it again (1.22, io_uring_service.ipp: event_fd_read_op). With
// more reads than that in flight, the remaining completions stayed in the ring and the loop waited for ever. So while
// many are in flight, every 32nd that ends submits an empty operation.
class ring_watch : public asio::execution_context::service {
 public:
  using key_type = ring_watch;
  static inline asio::execution_context::id id;
  explicit ring_watch(asio::execution_context& owner)
      : service(owner), ring_(asio::use_service<asio::detail::io_uring_service>(owner)) {}

  void begin() { in_flight_.fetch_add(1, std::memory_order_relaxed); }
  void end() {
    const std::uint64_t others = in_flight_.fetch_sub(1, std::memory_order_relaxed) - 1;
    if (others > many && ended_.fetch_add(1, std::memory_order_relaxed) % every == 0) ring_.interrupt();
  }
  class read_in_flight {
   public:
    explicit read_in_flight(ring_watch& watch) : watch_(watch) { watch_.begin(); }
    ~read_in_flight() { watch_.end(); }
    read_in_flight(const read_in_flight&) = delete;
    read_in_flight& operator=(const read_in_flight&) = delete;

   private:
    ring_watch& watch_;
  };

 private:
  // Of 128 that are taken at once while others remain, at least the first 64 see more than `many`: two of them submit.
  static constexpr std::uint64_t many = 64;
  static constexpr std::uint64_t every = 32;
  void shutdown() override {}

  asio::detail::io_uring_service& ring_;
  std::atomic<std::uint64_t> in_flight_{0};
  std::atomic<std::uint64_t> ended_{0};
};

}  // namespace interleave::event_loop
