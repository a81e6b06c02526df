// The fibers policy acts on peer and file as the other policies do (io_policies_test.cpp), and reports the same errors.
#include "workloads/io/fibers.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/blocking_region.hpp"
#include "workloads/io/fiber.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"
#include "workloads/test_file.hpp"

#include <array>
#include <deque>
#include <optional>
#include <semaphore>
#include <vector>

#include <asio/post.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

using block = std::array<std::byte, test_file::block_bytes>;

block made_block(std::uint64_t number) {
  block bytes;
  test_file::make_block(number, bytes);
  return bytes;
}

class fibers_policy : public testing::Test {
 protected:
  // What `action` throws, run in a fiber.
  std::string error_in_fiber(auto&& action) {
    std::string error;
    one.start([&] { error = error_of(action); });
    loop.restart();
    loop.run();
    return error;
  }

  asio::io_context loop{1};
  fibers::io policy{loop};
  fiber one;
};

TEST_F(fibers_policy, exchanges_bytes_with_a_peer) {
  const echo_peer peer;
  auto socket = policy.connect(peer.endpoint());
  const std::string error = error_in_fiber([&] {
    for (std::uint64_t value = 0; value < 10; ++value) {
      const request sent{.delay_ns = 0, .reply_bytes = 64, .seed = 0, .payload = {value}};
      request received{};
      policy.write(socket, std::as_bytes(std::span(&sent, 1)));
      policy.read(socket, std::as_writable_bytes(std::span(&received, 1)));
      EXPECT_EQ(received.payload[0], value);
    }
  });
  EXPECT_EQ(error, "");
  EXPECT_EQ(peer.counts().served, 10U);
}

TEST_F(fibers_policy, throws_when_the_peer_dies) {
  const echo_peer peer;
  auto socket = policy.connect(peer.endpoint());
  kill(peer.pid(), SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(peer.pid()), &info, WEXITED | WNOWAIT);
  std::array<std::byte, 1> received{};
  EXPECT_NE(error_in_fiber([&] { policy.read(socket, received); }), "");
}

TEST_F(fibers_policy, reads_what_is_there_and_nothing_at_the_end) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  fibers::io::connection socket(loop);
  socket.assign(asio::ip::tcp::v4(), ends[0]);
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  ::close(ends[1]);
  std::array<std::byte, 8> received{};
  std::vector<std::size_t> got;
  EXPECT_EQ(error_in_fiber([&] {
              got.push_back(policy.read_some(socket, received).value);
              got.push_back(policy.read_some(socket, received).value);
            }),
            "");
  EXPECT_EQ(got, (std::vector<std::size_t>{3, 0}));
}

TEST_F(fibers_policy, waits_for_a_descriptor_that_a_library_owns) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const descriptor from(ends[0]);
  const descriptor to(ends[1]);
  char received = 0;
  one.start([&] {
    fibers::io::watched readable = policy.watch(from.get());
    policy.until_readable(readable);
    EXPECT_EQ(::read(from.get(), &received, 1), 1);
  });
  fiber writing;
  writing.start([&] {
    fibers::io::watched writable = policy.watch(to.get());
    policy.until_writable(writable);
    EXPECT_EQ(received, 0);
    EXPECT_EQ(::write(to.get(), "x", 1), 1);
  });
  loop.run();
  EXPECT_EQ(received, 'x');
}

TEST_F(fibers_policy, waits_no_shorter_than_asked) {
  constexpr std::chrono::microseconds asked(1500);
  std::optional<std::chrono::nanoseconds> waited;
  error_in_fiber([&] {
    const auto before = std::chrono::steady_clock::now();
    policy.wait(asked);
    waited = std::chrono::steady_clock::now() - before;
  });
  ASSERT_TRUE(waited);
  EXPECT_GE(*waited, asked);
}

// More at once than Asio takes from the ring at a time; see ring_watch.
TEST_F(fibers_policy, reads_many_blocks_at_once) {
  constexpr std::size_t readers = 300;
  const test_file file(1 << 20);
  std::deque<fiber> fibers(readers);
  std::deque<fibers::io> policies;
  std::deque<fibers::io::file> files;
  std::size_t right = 0;
  for (std::size_t i = 0; i < readers; ++i) {
    fibers::io& mine = policies.emplace_back(loop);
    fibers::io::file& opened = files.emplace_back(mine.open(file.path(), {}));
    fibers[i].start([&, i] {
      block bytes{};
      mine.read_at(opened, i % 256 * bytes.size(), bytes);
      if (bytes == made_block(i % 256)) ++right;
    });
  }
  EXPECT_EQ(right, 0U);
  loop.run();
  EXPECT_EQ(right, readers);
}

TEST_F(fibers_policy, reads_the_block_that_was_asked_for_or_throws_on_either_backend) {
  const test_file file(1 << 20);
  for (const auto backend : {event_loop::files_backend(), event_loop::files::thread_pool}) {
    fibers::io files(loop, backend);
    auto opened = files.open(file.path(), {});
    block bytes{};
    EXPECT_EQ(error_in_fiber([&] { files.read_at(opened, 9 * bytes.size(), bytes); }), "");
    EXPECT_EQ(bytes, made_block(9));
    EXPECT_NE(error_in_fiber([&] { files.read_at(opened, 256 * bytes.size(), bytes); }), "");
  }
}

std::binary_semaphore loop_runs(0);
constexpr blocking_listener waits_for_the_loop{.leaves = [] { loop_runs.acquire(); }, .returns = [] {}};

// While a thread of the pool reads, the loop has nothing else to do but must not end.
TEST_F(fibers_policy, keeps_the_loop_running_while_a_thread_of_the_pool_reads) {
  const test_file file(1 << 20);
  fibers::io files(loop, event_loop::files::thread_pool);
  auto opened = files.open(file.path(), {});
  block bytes{};
  blocking_request = &waits_for_the_loop;
  asio::post(loop, [] { loop_runs.release(); });
  error_in_fiber([&] { files.read_at(opened, 9 * bytes.size(), bytes); });
  blocking_request = nullptr;
  EXPECT_EQ(bytes, made_block(9));
}

}  // namespace
}  // namespace interleave
