// Both policies act alike on the same peer and file, and report the same errors.
#include "workloads/io/blocking.hpp"
#include "workloads/io/event_loop.hpp"
#include "workloads/io/io_uring.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"
#include "workloads/test_file.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <list>
#include <stdexcept>
#include <thread>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

struct blocking_form {
  using io = blocking::io;
  io policy;
  auto result_of(auto task) { return task.get(); }
};

struct event_loop_form {
  using io = event_loop::io;
  explicit event_loop_form(event_loop::files files = event_loop::files_backend()) : policy(loop, files) {}
  explicit event_loop_form(asio::thread_pool& pool) : policy(handing_computing_to(pool)) {}
  asio::io_context& handing_computing_to(asio::thread_pool& pool) {
    event_loop::hand_computing_to(loop, pool);
    return loop;
  }
  asio::io_context loop{1};
  io policy;
  template <class T>
  T result_of(asio::awaitable<T> task) {
    T result{};
    std::exception_ptr failure;
    asio::co_spawn(loop, std::move(task), [&](const std::exception_ptr& e, T value) {
      failure = e;
      result = std::move(value);
    });
    loop.restart();
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return result;
  }
};

template <class Io>
typename Io::template task<std::uint64_t> echo(Io& io, typename Io::connection& socket, std::uint64_t value) {
  request sent{.delay_ns = 0, .reply_bytes = 64, .seed = 0, .payload = {value}};
  request received{};
  co_await io.write(socket, std::as_bytes(std::span(&sent, 1)));
  co_await io.read(socket, std::as_writable_bytes(std::span(&received, 1)));
  co_return received.payload[0];
}

template <class Io>
typename Io::template task<std::uint64_t> read_block(Io& io, typename Io::file& file, std::uint64_t number) {
  std::array<std::byte, test_file::block_bytes> block{};
  co_await io.read_at(file, number * test_file::block_bytes, block);
  co_return digest_of(block);
}

template <class Io>
typename Io::template task<bool> wait(Io& io, std::chrono::nanoseconds time) {
  const auto before = std::chrono::steady_clock::now();
  co_await io.wait(time);
  co_return std::chrono::steady_clock::now() - before >= time;
}

// A server in the test itself, which answers late or never.
class own_server {
 public:
  own_server() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr generic{};
    generic.sa_family = AF_INET;
    socklen_t length = sizeof generic;
    EXPECT_EQ(bind(listener_.get(), &generic, length), 0);
    EXPECT_EQ(listen(listener_.get(), 8), 0);
    EXPECT_EQ(getsockname(listener_.get(), &generic, &length), 0);
    sockaddr_in address{};
    std::memcpy(&address, &generic, sizeof address);
    port_ = ntohs(address.sin_port);
  }
  loopback_endpoint endpoint() const { return {port_}; }
  descriptor accept() const { return descriptor(::accept(listener_.get(), nullptr, nullptr)); }

 private:
  descriptor listener_;
  std::uint16_t port_ = 0;
};

using block_of_8 = std::array<std::byte, 8>;
constexpr block_of_8 block_of(unsigned char value) {
  block_of_8 block{};
  block.fill(std::byte{value});
  return block;
}
// A test must not hang if nothing comes that should.
constexpr std::chrono::seconds generous{60};

template <class Io>
typename Io::template task<bool> read_before(Io& io, typename Io::connection& from, block_of_8& into,
                                             std::chrono::nanoseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  co_return co_await io.read_before(from, into, deadline);
}

template <class Io>
typename Io::template task<std::size_t> read_some(Io& io, typename Io::connection& from, block_of_8& into) {
  co_return co_await io.read_some(from, into);
}

// As a library would be waited for that owns `fd`: 8 bytes are written there, and 8 read.
template <class Io>
typename Io::template task<block_of_8> exchange_as_a_library(Io& io, int fd) {
  typename Io::watched watched = io.watch(fd);
  co_await io.until_writable(watched);
  const block_of_8 sent = block_of(3);
  EXPECT_EQ(write(fd, sent.data(), sent.size()), 8);
  co_await io.until_readable(watched);
  block_of_8 received = block_of(0);
  EXPECT_EQ(read(fd, received.data(), received.size()), 8);
  co_return received;
}

template <class Io>
typename Io::template task<bool> reopen(Io& io, typename Io::connection& socket, loopback_endpoint endpoint) {
  co_await io.reopen(socket, endpoint);
  co_return true;
}

struct where_it_ran {
  std::thread::id computed;
  std::thread::id went_on;
};

template <class Io>
typename Io::template task<where_it_ran> compute(Io& io) {
  const auto who = [] { return std::this_thread::get_id(); };
  const std::thread::id computed = co_await io.compute(who);
  co_return where_it_ran{computed, std::this_thread::get_id()};
}

template <class Io>
typename Io::template task<where_it_ran> compute_in_vain(Io& io) {
  std::thread::id caught;
  const auto fails = []() -> int { throw std::domain_error("nothing to compute"); };
  try {
    co_await io.compute(fails);
  } catch (const std::domain_error&) {
    caught = std::this_thread::get_id();
  }
  co_return where_it_ran{{}, caught};
}

template <class Form>
class io_policies : public testing::Test {};
using forms = testing::Types<blocking_form, event_loop_form>;
TYPED_TEST_SUITE(io_policies, forms);

TYPED_TEST(io_policies, exchange_bytes_with_a_peer) {
  const echo_peer peer;
  TypeParam form;
  auto socket = form.policy.connect(peer.endpoint());
  for (std::uint64_t value = 0; value < 10; ++value)
    EXPECT_EQ(form.result_of(echo<typename TypeParam::io>(form.policy, socket, value)), value);
}

TYPED_TEST(io_policies, read_the_block_that_was_asked_for) {
  const test_file file(1 << 20);
  TypeParam form;
  auto opened = form.policy.open(file.path(), {});
  for (const std::uint64_t number : {0U, 1U, 255U}) {
    std::array<std::byte, test_file::block_bytes> block;
    test_file::make_block(number, block);
    EXPECT_EQ(form.result_of(read_block<typename TypeParam::io>(form.policy, opened, number)), digest_of(block));
  }
}

TYPED_TEST(io_policies, throw_where_the_file_ends) {
  const test_file file(1 << 20);
  TypeParam form;
  auto opened = form.policy.open(file.path(), {});
  EXPECT_THROW(form.result_of(read_block<typename TypeParam::io>(form.policy, opened, 256)), std::exception);
}

TYPED_TEST(io_policies, throw_when_the_peer_dies) {
  const echo_peer peer;
  TypeParam form;
  auto socket = form.policy.connect(peer.endpoint());
  kill(peer.pid(), SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(peer.pid()), &info, WEXITED | WNOWAIT);
  EXPECT_THROW(form.result_of(echo<typename TypeParam::io>(form.policy, socket, 1)), std::exception);
}

TYPED_TEST(io_policies, throw_where_nobody_listens) {
  TypeParam form;
  EXPECT_THROW(form.policy.connect({1}), std::system_error);
}

TYPED_TEST(io_policies, wait_no_shorter_than_asked) {
  TypeParam form;
  EXPECT_TRUE(form.result_of(wait<typename TypeParam::io>(form.policy, std::chrono::microseconds(1500))));
}

TYPED_TEST(io_policies, read_what_is_there_and_nothing_at_the_end) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor other_end = server.accept();
  const block_of_8 sent = block_of(7);
  ASSERT_EQ(write(other_end.get(), sent.data(), 3), 3);
  block_of_8 received = block_of(0);
  EXPECT_EQ(form.result_of(read_some(form.policy, socket, received)), 3U);
  EXPECT_EQ(received[2], std::byte{7});
  EXPECT_EQ(received[3], std::byte{0});
  other_end.reset();
  EXPECT_EQ(form.result_of(read_some(form.policy, socket, received)), 0U);
}

TYPED_TEST(io_policies, throw_where_a_peer_resets_what_is_read_in_parts) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor other_end = server.accept();
  set_connection_options(other_end.get());  // closes by reset
  other_end.reset();
  block_of_8 received = block_of(0);
  EXPECT_THROW(form.result_of(read_some(form.policy, socket, received)), std::system_error);
}

TYPED_TEST(io_policies, wait_for_a_descriptor_that_a_library_owns) {
  const own_server server;
  const descriptor owned = connect_to(server.endpoint());
  const descriptor other_end = server.accept();
  std::jthread answering([&] {
    block_of_8 asked = block_of(0);
    EXPECT_EQ(read(other_end.get(), asked.data(), asked.size()), 8);
    EXPECT_EQ(asked, block_of(3));
    const block_of_8 answer = block_of(4);
    EXPECT_EQ(write(other_end.get(), answer.data(), answer.size()), 8);
  });
  TypeParam form;
  EXPECT_EQ(form.result_of(exchange_as_a_library(form.policy, owned.get())), block_of(4));
  answering.join();
  EXPECT_NE(fcntl(owned.get(), F_GETFD), -1) << "the library's own descriptor stays open";
}

TYPED_TEST(io_policies, read_before_a_deadline_what_comes_in_parts) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor other_end = server.accept();
  const block_of_8 sent = block_of(7);
  ASSERT_EQ(write(other_end.get(), sent.data(), 5), 5);
  std::jthread later([&] { EXPECT_EQ(write(other_end.get(), sent.data() + 5, 3), 3); });
  block_of_8 received = block_of(0);
  EXPECT_TRUE(form.result_of(read_before(form.policy, socket, received, generous)));
  EXPECT_EQ(received, sent);
}

TYPED_TEST(io_policies, give_up_a_read_at_its_deadline_and_write_nothing_later) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor other_end = server.accept();
  block_of_8 given_up = block_of(1);
  EXPECT_FALSE(form.result_of(read_before(form.policy, socket, given_up, std::chrono::milliseconds(1))));
  const block_of_8 late = block_of(7);
  ASSERT_EQ(write(other_end.get(), late.data(), late.size()), 8);
  // The late answer goes, whole, to the next read; and an expired timer cancels nothing.
  block_of_8 received = block_of(0);
  EXPECT_TRUE(form.result_of(read_before(form.policy, socket, received, generous)));
  EXPECT_EQ(received, late);
  EXPECT_EQ(given_up, block_of(1));
}

// Data that is already there is returned even if the deadline has passed.
TYPED_TEST(io_policies, take_what_is_there_although_the_deadline_has_passed) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor other_end = server.accept();
  const block_of_8 sent = block_of(7);
  ASSERT_EQ(write(other_end.get(), sent.data(), sent.size()), 8);
  block_of_8 received = block_of(0);
  EXPECT_TRUE(form.result_of(read_before(form.policy, socket, received, std::chrono::seconds(-1))));
  EXPECT_EQ(received, sent);
}

TYPED_TEST(io_policies, throw_where_the_peer_ends_before_the_deadline) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  server.accept();
  block_of_8 received = block_of(0);
  EXPECT_THROW(form.result_of(read_before(form.policy, socket, received, generous)), std::exception);
}

TYPED_TEST(io_policies, reopen_by_reset_without_a_trace) {
  const own_server server;
  TypeParam form;
  auto socket = form.policy.connect(server.endpoint());
  descriptor first = server.accept();
  EXPECT_TRUE(form.result_of(reopen(form.policy, socket, server.endpoint())));
  char byte = 0;
  EXPECT_EQ(recv(first.get(), &byte, 1, 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
  descriptor second = server.accept();
  const block_of_8 sent = block_of(7);
  ASSERT_EQ(write(second.get(), sent.data(), sent.size()), 8);
  block_of_8 received = block_of(0);
  EXPECT_TRUE(form.result_of(read_before(form.policy, socket, received, generous)));
  EXPECT_EQ(received, sent);
}

TYPED_TEST(io_policies, compute_where_they_wait) {
  TypeParam form;
  const where_it_ran ran = form.result_of(compute(form.policy));
  EXPECT_EQ(ran.computed, std::this_thread::get_id());
  EXPECT_EQ(ran.went_on, std::this_thread::get_id());
  EXPECT_EQ(form.result_of(compute_in_vain(form.policy)).went_on, std::this_thread::get_id());
}

// A loop with a pool to hand computing to.
struct offloading_form {
  asio::thread_pool pool{1};
  event_loop_form loop{pool};
  // Its thread may still be about to wake the loop.
  ~offloading_form() { pool.join(); }
};

TEST(event_loop_with_a_pool_for_computing, computes_there_and_goes_on_on_the_loop) {
  offloading_form form;
  const where_it_ran ran = form.loop.result_of(compute(form.loop.policy));
  EXPECT_NE(ran.computed, std::this_thread::get_id());
  EXPECT_NE(ran.computed, std::thread::id());
  EXPECT_EQ(ran.went_on, std::this_thread::get_id());
  EXPECT_EQ(form.loop.result_of(compute_in_vain(form.loop.policy)).went_on, std::this_thread::get_id());
}

// Asio takes at most 128 completions from the ring at a time; see ring_watch. Without it this waits for ever.
TEST(event_loop_with_io_uring, ends_more_reads_at_once_than_asio_takes_from_the_ring_at_a_time) {
  constexpr std::size_t readers = 300;
  const test_file file(1 << 20);
  asio::io_context loop{1};
  std::list<event_loop::io> policies;
  std::list<event_loop::io::file> files;
  std::size_t right = 0;
  for (std::uint64_t i = 0; i < readers; ++i) {
    policies.emplace_back(loop);
    files.push_back(policies.back().open(file.path(), {}));
    std::array<std::byte, test_file::block_bytes> block;
    test_file::make_block(i % 256, block);
    asio::co_spawn(loop, read_block(policies.back(), files.back(), i % 256),
                   [&right, expected = digest_of(block)](const std::exception_ptr& failure, std::uint64_t digest) {
                     if (!failure && digest == expected) ++right;
                   });
  }
  loop.run();
  EXPECT_EQ(right, readers);
}

// A limit as on kernels that count rings towards locked memory: enough for a small ring, too little for Asio's.
TEST(event_loop_with_io_uring, is_not_counted_on_where_only_a_small_ring_can_be_made) {
  const bool is_there = !why_no_io_uring();
  const pid_t child = ::fork();
  if (child == 0) {
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    statm >> pages;
    const rlim_t bytes = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (512U << 10U);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &limit);
    io_uring small{};
    const bool small_is_made = io_uring_queue_init(2, &small, 0) == 0;
    ::_exit(small_is_made == is_there && why_no_io_uring() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

// The fallback where io_uring is unavailable does the same, and reports the same errors.
TEST(event_loop_with_a_pool_for_files, reads_the_block_that_was_asked_for_or_throws) {
  const test_file file(1 << 20);
  std::array<std::byte, test_file::block_bytes> block;
  test_file::make_block(9, block);
  event_loop_form form(event_loop::files::thread_pool);
  auto opened = form.policy.open(file.path(), {});
  EXPECT_EQ(form.result_of(read_block<event_loop::io>(form.policy, opened, 9)), digest_of(block));
  EXPECT_THROW(form.result_of(read_block<event_loop::io>(form.policy, opened, 256)), std::exception);
}

}  // namespace
}  // namespace interleave
