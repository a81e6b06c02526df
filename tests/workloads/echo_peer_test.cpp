// The peer's process: what it answers, what it counts, how it ends.
#include "workloads/peer/echo_peer.hpp"

#include "workloads/io/blocking.hpp"
#include "workloads/peer/request.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave {
namespace {

request asking(std::uint64_t reply_bytes, std::uint64_t delay_ns = 0, std::uint64_t seed = 0) {
  return {.delay_ns = delay_ns, .reply_bytes = reply_bytes, .seed = seed, .payload = {7, 8, 9}};
}

void send_request(descriptor& socket, const request& r) {
  blocking::io().write(socket, std::as_bytes(std::span(&r, 1)));
}

std::vector<std::uint64_t> receive_words(descriptor& socket, std::size_t count) {
  std::vector<std::uint64_t> words(count);
  blocking::io().read(socket, std::as_writable_bytes(std::span(words)));
  return words;
}

// Counts are published by another process a moment after its bytes arrive here.
void wait_until(const auto& condition) {
  for (int i = 0; i < 10'000 && !condition(); ++i) usleep(1000);
  EXPECT_TRUE(condition());
}

TEST(echo_peer, sends_a_frame_back_as_it_came) {
  const echo_peer peer;
  descriptor socket = connect_to(peer.endpoint());
  send_request(socket, asking(64));
  EXPECT_EQ(receive_words(socket, 8), (std::vector<std::uint64_t>{0, 64, 0, 7, 8, 9, 0, 0}));
}

TEST(echo_peer, makes_larger_replies_from_the_seed) {
  const echo_peer peer;
  descriptor socket = connect_to(peer.endpoint());
  send_request(socket, asking(largest_reply, 0, 3));
  const auto words = receive_words(socket, largest_reply / 8);
  for (std::size_t i = 0; i < words.size(); ++i) ASSERT_EQ(words[i], splitmix64(0x696e7465726c6561U, 3 + i)) << i;
}

TEST(echo_peer, waits_as_long_as_it_is_asked) {
  const echo_peer peer;
  descriptor socket = connect_to(peer.endpoint());
  const auto before = std::chrono::steady_clock::now();
  send_request(socket, asking(64, 3'000'000));
  receive_words(socket, 8);
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(3));
}

// A client that disconnects leaves its timer behind; the next client with the same descriptor must not be answered by
// it.
TEST(echo_peer, waits_as_long_as_it_is_asked_where_a_client_went_before) {
  const echo_peer peer;
  descriptor gone = connect_to(peer.endpoint());
  send_request(gone, asking(64, 20'000'000));
  wait_until([&] { return peer.counts().outstanding == 1; });
  gone.reset();
  wait_until([&] { return peer.counts().connections == 0; });
  descriptor socket = connect_to(peer.endpoint());
  const auto before = std::chrono::steady_clock::now();
  send_request(socket, asking(64, 100'000'000));
  receive_words(socket, 8);
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(100));
}

// A client that gave up and asks again has one request outstanding, although the peer sees both at once.
TEST(echo_peer, does_not_count_the_request_of_a_client_that_is_gone) {
  const echo_peer peer;
  ASSERT_EQ(kill(peer.pid(), SIGSTOP), 0);
  for (int i = 0; i < 5; ++i) {
    descriptor given_up = connect_to(peer.endpoint());
    send_request(given_up, asking(64, 1'000'000));
  }
  descriptor socket = connect_to(peer.endpoint());
  send_request(socket, asking(64));
  ASSERT_EQ(kill(peer.pid(), SIGCONT), 0);
  receive_words(socket, 8);
  wait_until([&] { return peer.counts().connections == 1; });
  EXPECT_EQ(peer.counts().outstanding_most, 1U);
  EXPECT_EQ(peer.counts().served, 1U);
}

TEST(echo_peer, serves_connections_by_the_thousand_at_once) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_GE(limit.rlim_max, 4096U) << "this test needs 4096 open files";
  constexpr std::size_t clients = 3000;
  const echo_peer peer;
  std::vector<descriptor> sockets;
  for (std::size_t i = 0; i < clients; ++i) sockets.push_back(connect_to(peer.endpoint()));
  for (descriptor& socket : sockets) send_request(socket, asking(64, 1'000'000));
  for (descriptor& socket : sockets) EXPECT_EQ(receive_words(socket, 8)[1], 64U);
  EXPECT_EQ(peer.counts().served, clients);
  EXPECT_EQ(peer.counts().connections, clients);
}

TEST(echo_peer, counts_what_is_outstanding) {
  const echo_peer peer;
  std::vector<descriptor> sockets;
  for (int i = 0; i < 5; ++i) sockets.push_back(connect_to(peer.endpoint()));
  for (descriptor& socket : sockets) send_request(socket, asking(64, 200'000'000));
  wait_until([&] { return peer.counts().outstanding == 5; });
  for (descriptor& socket : sockets) receive_words(socket, 8);
  wait_until([&] { return peer.counts().outstanding == 0; });
  EXPECT_EQ(peer.counts().outstanding_most, 5U);
}

TEST(echo_peer, lets_go_of_a_client_that_leaves_while_its_request_waits) {
  const echo_peer peer;
  {
    descriptor socket = connect_to(peer.endpoint());
    send_request(socket, asking(64, 50'000'000));
    wait_until([&] { return peer.counts().outstanding == 1; });
  }
  wait_until([&] { return peer.counts().outstanding == 0 && peer.counts().connections == 0; });
  peer.check_alive();
}

TEST(echo_peer, closes_on_a_request_that_is_none_of_ours) {
  const echo_peer peer;
  for (const request& bad : {asking(3), asking(largest_reply + 8), asking(128, 0, reply_seeds)}) {
    descriptor socket = connect_to(peer.endpoint());
    send_request(socket, bad);
    EXPECT_THROW(receive_words(socket, 1), std::exception);
  }
  peer.check_alive();
}

TEST(echo_peer, listens_on_the_loopback_interface_only) {
  const echo_peer peer;
  std::string address;
  std::ifstream table("/proc/net/tcp");
  char wanted[16];
  snprintf(wanted, sizeof wanted, ":%04X", peer.endpoint().port);
  for (std::string line; std::getline(table, line);)
    if (line.find(wanted) != std::string::npos && line.find(" 0A ") != std::string::npos) address = line;
  EXPECT_NE(address.find("0100007F:"), std::string::npos) << address;
}

TEST(echo_peer, tells_its_cpu_time) {
  const echo_peer peer;
  descriptor socket = connect_to(peer.endpoint());
  const auto before = peer.cpu_time();
  for (int i = 0; i < 200; ++i) {
    send_request(socket, asking(64));
    receive_words(socket, 8);
  }
  EXPECT_GT(peer.cpu_time(), before);
}

TEST(echo_peer, that_is_killed_is_reported_with_the_signal) {
  const echo_peer peer;
  kill(peer.pid(), SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(peer.pid()), &info, WEXITED | WNOWAIT);
  try {
    peer.check_alive();
    FAIL() << "not noticed";
  } catch (const std::runtime_error& e) {
    EXPECT_STREQ(e.what(), "the echo peer was lost: signal 9 (Killed)");
  }
}

TEST(echo_peer, leaves_no_process_behind) {
  pid_t pid = 0;
  {
    const echo_peer peer;
    pid = peer.pid();
  }
  EXPECT_EQ(kill(pid, 0), -1);
}

}  // namespace
}  // namespace interleave
