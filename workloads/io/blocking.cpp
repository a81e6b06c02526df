// Blocking operations, each a loop around its system call, and each a blocking_region from beginning to end.
#include "workloads/io/blocking.hpp"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <time.h>

namespace interleave::blocking {
namespace {

// Data that has arrived counts, even where the deadline has passed.
bool readable_before(const descriptor& from, std::chrono::steady_clock::time_point deadline) {
  pollfd watched{.fd = from.get(), .events = POLLIN, .revents = 0};
  while (true) {
    const std::chrono::nanoseconds left = std::max<std::chrono::nanoseconds>(
        deadline - std::chrono::steady_clock::now(), std::chrono::nanoseconds::zero());
    const timespec limit{.tv_sec = left.count() / 1'000'000'000, .tv_nsec = left.count() % 1'000'000'000};
    const int ready = ::ppoll(&watched, 1, &limit, nullptr);
    if (ready >= 0) return ready > 0;
    if (errno != EINTR) throw_errno("poll the connection to the peer");
  }
}

// One of the two: POLLIN or POLLOUT. An error or the end of the connection counts as either: whoever reads or writes
// next is told.
void wait_for(int fd, short what) {
  const blocking_region region;
  pollfd watched{.fd = fd, .events = what, .revents = 0};
  while (::poll(&watched, 1, -1) < 0)
    if (errno != EINTR) throw_errno("poll the connection to the peer");
}

}  // namespace

ready<> io::write(connection& to, std::span<const std::byte> bytes) {
  const blocking_region region;
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      throw_errno("send to the peer");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return {};
}

ready<> io::read(connection& from, std::span<std::byte> bytes) {
  const blocking_region region;
  while (!bytes.empty()) {
    const ssize_t got = ::recv(from.get(), bytes.data(), bytes.size(), 0);
    if (got == 0) throw_closed_by_peer();
    if (got < 0) {
      if (errno == EINTR) continue;
      throw_errno("receive from the peer");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

ready<std::size_t> io::read_some(connection& from, std::span<std::byte> bytes) {
  const blocking_region region;
  while (true) {
    const ssize_t got = ::recv(from.get(), bytes.data(), bytes.size(), 0);
    if (got >= 0) return {static_cast<std::size_t>(got)};
    if (errno != EINTR) throw_errno("receive from the peer");
  }
}

ready<bool> io::read_before(connection& from, std::span<std::byte> bytes,
                            std::chrono::steady_clock::time_point deadline) {
  const blocking_region region;
  while (!bytes.empty()) {
    if (!readable_before(from, deadline)) return {false};
    const ssize_t got = ::recv(from.get(), bytes.data(), bytes.size(), 0);
    if (got == 0) throw_closed_by_peer();
    if (got < 0) {
      if (errno == EINTR) continue;
      throw_errno("receive from the peer");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {true};
}

ready<> io::reopen(connection& socket, loopback_endpoint endpoint) {
  const blocking_region region;
  socket.reset();
  socket = connect_to(endpoint);
  return {};
}

ready<> io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes) {
  const blocking_region region;
  while (!bytes.empty()) {
    const ssize_t got = ::pread(from.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got == 0) throw_end_of_file();
    if (got < 0) {
      if (errno == EINTR) continue;
      throw_errno("read the file");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

ready<> io::until_readable(watched& on) {
  wait_for(on.fd, POLLIN);
  return {};
}

ready<> io::until_writable(watched& on) {
  wait_for(on.fd, POLLOUT);
  return {};
}

ready<> io::wait(std::chrono::nanoseconds time) {
  const blocking_region region;
  timespec rest{.tv_sec = time.count() / 1'000'000'000, .tv_nsec = time.count() % 1'000'000'000};
  while (clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, &rest) == EINTR) {
  }
  return {};
}

}  // namespace interleave::blocking
