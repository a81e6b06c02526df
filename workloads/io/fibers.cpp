// Operations that pause their fiber.
#include "workloads/io/fibers.hpp"

#include "workloads/io/fiber.hpp"
#include "workloads/io/loop_files.hpp"

#include <exception>
#include <system_error>

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/read_at.hpp>

namespace interleave::fibers {
namespace {

// Calls `begin` with the handler of an operation, and returns when that has been called. Throws what it was told.
void pause_during(auto&& begin) {
  fiber& me = fiber::current();
  std::error_code failure;
  begin([&me, &failure](const std::error_code& how, auto&&...) {
    failure = how;
    me.resume();
  });
  fiber::pause();
  if (failure) throw std::system_error(failure);
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

blocking::ready<> io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes) {
  if (auto* on_ring = std::get_if<file::on_ring>(&from.handle)) {
    const event_loop::ring_watch::read_in_flight counted(on_ring->watch);
    pause_during([&](auto done) {
      asio::async_read_at(on_ring->opened, offset, asio::buffer(bytes.data(), bytes.size()), done);
    });
    return {};
  }
  // Over to the pool, and back to the loop, which must not end meanwhile.
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

blocking::ready<> io::wait(std::chrono::nanoseconds time) {
  timer_.expires_after(time);
  pause_during([&](auto done) { timer_.async_wait(done); });
  return {};
}

}  // namespace interleave::fibers
