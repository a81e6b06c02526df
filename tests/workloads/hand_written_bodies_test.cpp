// io_echo written twice by hand, without the I/O policies, as the oracle for the form that is written once: the same
// requests, the same digests, the same traffic at the peer.
#include "workloads/loop_slot.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/workload.hpp"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave {

extern const workload_descriptor io_echo_workload;

namespace {

constexpr task_id tasks = 200;
using frame = std::array<std::uint64_t, 8>;

frame frame_of(task_id id) {
  return {0, 64, 0, id % 64, 1, 2, 3, 4};
}

std::vector<digest> by_hand_blocking(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic;
  std::memcpy(&generic, &address, sizeof generic);
  EXPECT_EQ(connect(fd, &generic, sizeof generic), 0);
  std::vector<digest> digests;
  for (task_id id = 0; id < tasks; ++id) {
    const frame sent = frame_of(id);
    EXPECT_EQ(send(fd, sent.data(), sizeof sent, 0), 64);
    frame received{};
    EXPECT_EQ(recv(fd, received.data(), sizeof received, MSG_WAITALL), 64);
    digests.push_back(digest_of(std::as_bytes(std::span(received))));
  }
  close(fd);
  return digests;
}

asio::awaitable<void> by_hand_on_a_loop(asio::io_context& loop, std::uint16_t port, std::vector<digest>& digests) {
  asio::ip::tcp::socket socket(loop);
  const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port);
  co_await socket.async_connect(server, asio::use_awaitable);
  for (task_id id = 0; id < tasks; ++id) {
    const frame sent = frame_of(id);
    co_await asio::async_write(socket, asio::buffer(sent), asio::use_awaitable);
    frame received{};
    co_await asio::async_read(socket, asio::buffer(received), asio::use_awaitable);
    digests.push_back(digest_of(std::as_bytes(std::span(received))));
  }
}

std::vector<digest> by_hand_on_a_loop(std::uint16_t port) {
  asio::io_context loop;
  std::vector<digest> digests;
  asio::co_spawn(loop, by_hand_on_a_loop(loop, port, digests), asio::detached);
  loop.run();
  return digests;
}

TEST(io_echo, written_once_does_what_two_hand_written_bodies_do) {
  const auto made = io_echo_workload.make(io_echo_workload.defaults());
  const auto& work = dynamic_cast<const batch_work&>(*made);
  const auto& peer = dynamic_cast<const echo_peer&>(*work.peer());
  EXPECT_EQ(by_hand_blocking(peer.endpoint().port), by_hand_on_a_loop(peer.endpoint().port));
  EXPECT_EQ(peer.counts().served, 2 * tasks);
  const std::vector<digest> wanted = by_hand_blocking(peer.endpoint().port);
  ASSERT_EQ(peer.counts().served, 3 * tasks);

  // The log compares every digest with these.
  std::vector<digest> first(wanted.begin(), wanted.begin() + 64);
  batch_log log(1, first);
  log.reset(tasks);
  work.make_blocking_slot()->run(log.shared_tasks(), log.slot(0));
  EXPECT_NO_THROW(log.check());
  EXPECT_EQ(peer.counts().served, 4 * tasks);

  log.reset(tasks);
  asio::io_context loop;
  const auto slot = work.make_loop_slot(loop);
  asio::co_spawn(loop, slot->run(log.shared_tasks(), log.slot(0)), asio::detached);
  loop.run();
  EXPECT_NO_THROW(log.check());
  EXPECT_EQ(peer.counts().served, 5 * tasks);
}

}  // namespace
}  // namespace interleave
