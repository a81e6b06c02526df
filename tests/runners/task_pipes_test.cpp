// Requests and replies through two pipes: whole, in any number, and by any of several readers.
#include "runners/task_pipes.hpp"

#include "tests/support/error_of.hpp"

#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(task_pipes, give_each_request_to_one_of_their_readers) {
  constexpr std::uint64_t count = 20'000;
  task_pipes pipes(count);
  std::vector<std::set<std::uint64_t>> seen(3);
  {
    std::vector<std::jthread> readers;
    for (std::set<std::uint64_t>& mine : seen)
      readers.emplace_back([&] {
        while (true) {
          const task_request asked = pipes.next_request();
          if (asked.client == count) return;
          EXPECT_EQ(asked.id, asked.client * 3);
          mine.insert(asked.client);
        }
      });
    for (std::uint64_t i = 0; i < count; ++i) pipes.request({.client = i, .id = i * 3});
    for (std::size_t i = 0; i < seen.size(); ++i) pipes.request({.client = count});
  }
  std::set<std::uint64_t> all;
  for (const std::set<std::uint64_t>& mine : seen) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), count);
  EXPECT_EQ(seen[0].size() + seen[1].size() + seen[2].size(), count);
}

// More than a pipe has room for by default, 4,096 of them.
TEST(task_pipes, hold_as_many_messages_as_were_asked_for) {
  constexpr int count = 10'000;
  task_pipes pipes(count);
  for (std::uint32_t i = 0; i < count; ++i) pipes.reply({.client = i, .result = i * 5ULL});
  std::uint32_t next = 0;
  while (true) {
    const std::span<const task_reply> there = pipes.replies();
    if (there.empty()) break;
    for (const task_reply& reply : there) {
      EXPECT_EQ(reply.client, next);
      EXPECT_EQ(reply.result, next * 5ULL);
      ++next;
    }
  }
  EXPECT_EQ(next, count);
}

// A page keeps its place in a pipe until everything in it has been read.
TEST(task_pipes, have_room_again_for_as_many_as_were_read) {
  constexpr int count = 4096;
  task_pipes pipes(count);
  for (std::uint64_t i = 0; i < count; ++i) pipes.request({.client = i});
  for (std::uint64_t i = 0; i < 5 * count; ++i) {
    EXPECT_EQ(pipes.next_request().client, i % count);
    pipes.request({.client = i % count});  // would wait for ever
  }
}

TEST(task_pipes, say_what_they_could_not_have) {
  EXPECT_NE(error_of([] { task_pipes(100'000'000); }).find("pipe-max-size"), std::string::npos);
}

}  // namespace
}  // namespace interleave
