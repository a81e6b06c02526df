// Fibers can pause anywhere and continue from there, each on its own stack.
#include "workloads/io/fiber.hpp"

#include <array>
#include <deque>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace interleave {
namespace {

// Pauses at a given depth of calls, each of which has a local variable to keep.
int sum_of_calls(int depth) {
  volatile int mine = depth;
  if (depth == 0) {
    fiber::pause();
    return 0;
  }
  const int below = sum_of_calls(depth - 1);
  return mine + below;
}

TEST(fiber, pauses_in_the_middle_of_calls_and_goes_on_there) {
  std::deque<fiber> fibers(3);
  std::array<int, 3> sums{};
  std::string order;
  for (std::size_t i = 0; i < 3; ++i)
    fibers[i].start([&, i] {
      order += static_cast<char>('a' + i);
      sums[i] = sum_of_calls(static_cast<int>(100 * (i + 1)));
      order += static_cast<char>('A' + i);
    });
  EXPECT_EQ(order, "abc");
  for (const std::size_t i : {1U, 2U, 0U}) fibers[i].resume();
  EXPECT_EQ(order, "abcBCA");
  EXPECT_EQ(sums, (std::array{5050, 20100, 45150}));
}

// ThreadSanitizer has room for 65,536 calls a stack: it must know that these are not on one.
TEST(fiber, pauses_beside_hundreds_that_are_deep_in_calls) {
  constexpr int depth = 120;
  std::deque<fiber> fibers(700);
  int sum = 0;
  for (fiber& each : fibers) each.start([&] { sum += sum_of_calls(depth); });
  EXPECT_EQ(sum, 0);
  for (fiber& each : fibers) each.resume();
  EXPECT_EQ(sum, 700 * depth * (depth + 1) / 2);
}

TEST(fiber, can_be_started_again_when_it_has_ended) {
  fiber f;
  int runs = 0;
  for (int i = 0; i < 100; ++i) {
    f.start([&] {
      fiber::pause();
      ++runs;
    });
    f.resume();
  }
  EXPECT_EQ(runs, 100);
}

TEST(fiber, knows_which_one_runs) {
  fiber outer;
  fiber inner;
  outer.start([&] {
    EXPECT_EQ(&fiber::current(), &outer);
    inner.start([&] { EXPECT_EQ(&fiber::current(), &inner); });
    EXPECT_EQ(&fiber::current(), &outer);
  });
}

TEST(fiber, throws_and_catches_beside_others_that_do) {
  std::deque<fiber> fibers(2);
  std::string caught;
  for (const char name : {'a', 'b'})
    fibers[name == 'a' ? 0 : 1].start([&caught, name] {
      for (int i = 0; i < 3; ++i) {
        try {
          fiber::pause();
          throw std::runtime_error(std::string(1, name));
        } catch (const std::exception& e) {
          caught += e.what();
        }
        fiber::pause();
      }
    });
  for (int i = 0; i < 6; ++i)
    for (fiber& f : fibers) f.resume();
  EXPECT_EQ(caught, "ababab");
}

// Writes to every page of that much stack, from the top down: as a deep call would, and no compiler turns it into a
// loop that stays in one frame.
[[gnu::noinline]] int use_stack(std::size_t bytes) {
  constexpr std::size_t page = 4096;
  auto* const mine = static_cast<volatile char*>(__builtin_alloca(bytes));
  for (std::size_t up = bytes; up >= page; up -= page) mine[up - 1] = 1;
  return mine[bytes - 1];
}

TEST(fiber, that_needs_more_than_its_stack_ends_the_process) {
  fiber f;
  f.start([] { EXPECT_GT(use_stack(fiber::stack_bytes / 4), 0); });
  EXPECT_DEATH(f.start([] { use_stack(fiber::stack_bytes * 2); }), "");
}

}  // namespace
}  // namespace interleave
