// Every blocking operation lies inside a region: when it leaves, nothing has been done yet; when it returns, all has.
#include "workloads/blocking_region.hpp"

#include "workloads/io/blocking.hpp"
#include "workloads/test_file.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace interleave {
namespace {

std::string seen;
std::function<bool()> is_done;
std::function<void()> on_leaving;

void note(const char* what) {
  seen += what;
  seen += is_done() ? " done, " : " not done, ";
}

constexpr blocking_listener observer{.leaves =
                                         [] {
                                           note("leaves");
                                           on_leaving();
                                         },
                                     .returns = [] { note("returns"); }};

// Runs `operation` under the observer; `done` says whether it has happened.
std::string observed(auto&& operation, std::function<bool()> done, std::function<void()> leaving = [] {}) {
  seen.clear();
  is_done = std::move(done);
  on_leaving = std::move(leaving);
  blocking_request = &observer;
  try {
    operation();
  } catch (const std::exception&) {
    seen += "threw";
  }
  blocking_request = nullptr;
  return seen;
}

const std::string around = "leaves not done, returns done, ";

// Two ends that never block: what is not there yet is an error.
struct connected_pair {
  connected_pair() {
    std::array<int, 2> fds{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds.data()) != 0) throw_errno("socketpair");
    near = descriptor(fds[0]);
    far = descriptor(fds[1]);
  }
  static std::size_t readable(const descriptor& end) {
    int bytes = 0;
    ::ioctl(end.get(), FIONREAD, &bytes);
    return static_cast<std::size_t>(bytes);
  }
  descriptor near;
  descriptor far;
};

constexpr std::array message{std::byte{1}, std::byte{2}, std::byte{3}};

TEST(blocking_region, is_around_a_write) {
  connected_pair ends;
  EXPECT_EQ(observed([&] { blocking::io().write(ends.near, message); },
                     [&] { return connected_pair::readable(ends.far) == message.size(); }),
            around);
}

// The bytes are sent only once the region is entered: a read outside of it would find none.
TEST(blocking_region, is_around_a_read) {
  connected_pair ends;
  std::array<std::byte, message.size()> received{};
  EXPECT_EQ(observed([&] { blocking::io().read(ends.near, received); }, [&] { return received == message; },
                     [&] { EXPECT_EQ(::send(ends.far.get(), message.data(), message.size(), 0), message.size()); }),
            around);
}

TEST(blocking_region, is_around_a_read_of_a_file) {
  const test_file file(1 << 20);
  descriptor opened = blocking::io().open(file.path(), {});
  std::array<std::byte, test_file::block_bytes> wanted{};
  std::array<std::byte, test_file::block_bytes> block{};
  test_file::make_block(3, wanted);
  EXPECT_EQ(observed([&] { blocking::io().read_at(opened, 3 * test_file::block_bytes, block); },
                     [&] { return block == wanted; }),
            around);
}

TEST(blocking_region, is_around_a_wait) {
  constexpr std::chrono::milliseconds wait(2);
  std::optional<std::chrono::steady_clock::time_point> left;
  EXPECT_EQ(observed([&] { blocking::io().wait(wait); },
                     [&] { return left && std::chrono::steady_clock::now() - *left >= wait; },
                     [&] { left = std::chrono::steady_clock::now(); }),
            around);
}

TEST(blocking_region, is_left_by_an_operation_that_throws) {
  connected_pair ends;
  ends.far.reset();
  std::array<std::byte, 1> received{};
  const auto never = [] { return false; };
  EXPECT_EQ(observed([&] { blocking::io().read(ends.near, received); }, never),
            "leaves not done, returns not done, threw");
}

TEST(blocking_region, is_silent_while_nobody_asks) {
  seen.clear();
  connected_pair ends;
  blocking::io().write(ends.near, message);
  EXPECT_EQ(seen, "");
}

}  // namespace
}  // namespace interleave
