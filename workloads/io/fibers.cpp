// Operations that pause their fiber.
#include "workloads/io/fibers.hpp"

#include "workloads/io/fiber.hpp"
#include "workloads/io/loop_files.hpp"

#include <exception>
#include <system_error>
#include <tuple>
#include <utility>

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/read_at.hpp>

namespace interleave::fibers {
namespace {

// Calls `begin` with a handler for an operation to call, pauses until that is called, and returns the error it got.
std::error_code outcome_of(auto&& begin) {
  fiber& me = fiber::current();
  std::error_code outcome;
  begin([&me, &outcome](const std::error_code& how, auto&&...) {
    outcome = how;
    me.resume();
  });
  fiber::pause();
  return outcome;
}

// The same, and throws the error.
void pause_during(auto&& begin) {
  if (const std::error_code failure = outcome_of(begin)) throw std::system_error(failure);
}

// How a read of what is there has ended, and how many bytes it got.
std::pair<std::error_code, std::size_t> some_of(io::connection& from, std::span<std::byte> bytes) {
  std::size_t got = 0;
  const std::error_code error = outcome_of([&](auto done) {
    from.async_read_some(asio::buffer(bytes.data(), bytes.size()),
                         [&got, done](const std::error_code& how, std::size_t count) mutable {
                           got = count;
                           done(how);
                         });
  });
  return {error, got};
}

}  // namespace

blocking::ready<> io::write(connection& to, std::span<const std::byte> bytes) {
  pause_during([&](auto done) { asio::async_write(to, asio::buffer(bytes.data(), bytes.size()), done); });
  return {};
}

blocking::ready<> io::read(connection& from, std::span<std::byte> bytes) {
  pause_during([&](auto done) { asio::async_read(from, asio::buffer(bytes.data(), bytes.size()), done); });
  return {};
}

blocking::ready<std::size_t> io::read_some(connection& from, std::span<std::byte> bytes) {
  const auto [error, got] = some_of(from, bytes);
  if (error && error != asio::error::eof) throw std::system_error(error, "receive from the peer");
  return {got};
}

// The read is done in parts, because cancel() reaches only an operation that has been started. This returns only after
// the timer's handler has been called, because that refers to variables on this stack.
blocking::ready<bool> io::read_before(connection& from, std::span<std::byte> bytes,
                                      std::chrono::steady_clock::time_point deadline) {
  fiber& me = fiber::current();
  bool timed_out = false;
  bool timer_ended = false;
  bool waiting_for_timer = false;
  timer_.expires_at(deadline);
  timer_.async_wait([&](const std::error_code& cancelled) {
    timer_ended = true;
    timed_out = !cancelled;
    std::error_code ignored;
    if (timed_out) from.cancel(ignored);
    if (waiting_for_timer) me.resume();
  });
  std::error_code error;
  while (!bytes.empty() && !timed_out && !error) {
    std::size_t got = 0;
    std::tie(error, got) = some_of(from, bytes);
    bytes = bytes.subspan(got);
  }
  timer_.cancel();
  waiting_for_timer = true;
  if (!timer_ended) fiber::pause();
  if (error && !timed_out) throw std::system_error(error, "receive from the peer");
  return {bytes.empty()};
}

blocking::ready<> io::reopen(connection& socket, loopback_endpoint endpoint) {
  socket.close();
  const asio::ip::tcp::endpoint peer(asio::ip::address_v4::loopback(), endpoint.port);
  pause_during([&](auto done) { socket.async_connect(peer, done); });
  // Not through Asio: its destructor switches lingering off again where Asio knows that the option is set.
  set_connection_options(socket.native_handle());
  return {};
}

blocking::ready<> io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes) {
  if (auto* on_ring = std::get_if<file::on_ring>(&from.handle)) {
    const event_loop::ring_watch::read_in_flight counted(on_ring->watch);
    pause_during([&](auto done) {
      asio::async_read_at(on_ring->opened, offset, asio::buffer(bytes.data(), bytes.size()), done);
    });
    return {};
  }
  // To the pool, and back to the loop, which must not run out of work meanwhile.
  const auto stays = asio::make_work_guard(loop_);
  std::exception_ptr failure;
  pause_during([&](auto done) {
    asio::post(asio::use_service<event_loop::file_pool>(loop_).threads, [&, done]() mutable {
      try {
        blocking::io().read_at(std::get<descriptor>(from.handle), offset, bytes);
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(loop_, [done]() mutable { done(std::error_code()); });
    });
  });
  if (failure) std::rethrow_exception(failure);
  return {};
}

blocking::ready<> io::until_readable(watched& on) {
  pause_during([&](auto done) { on.async_wait(watched::wait_read, done); });
  return {};
}

blocking::ready<> io::until_writable(watched& on) {
  pause_during([&](auto done) { on.async_wait(watched::wait_write, done); });
  return {};
}

blocking::ready<> io::wait(std::chrono::nanoseconds time) {
  timer_.expires_after(time);
  pause_during([&](auto done) { timer_.async_wait(done); });
  return {};
}

}  // namespace interleave::fibers
