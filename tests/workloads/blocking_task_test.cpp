// The coroutine type that never suspends, and the memory its frames come from.
#include "workloads/io/blocking.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace interleave::blocking {
namespace {

task<int> doubled(int value) {
  co_return value * 2;
}

task<int> sum_of_doubled(int a, int b) {
  const int first = co_await doubled(a);
  const int second = co_await doubled(b);
  co_return first + second;
}

task<int> throwing() {
  throw std::runtime_error("inside");
  co_return 0;
}

task<std::string> counting_to(int& steps) {
  ++steps;
  co_await ready<>{};
  ++steps;
  co_return "done";
}

TEST(blocking_task, has_run_to_its_end_when_the_call_returns) {
  int steps = 0;
  auto t = counting_to(steps);
  EXPECT_EQ(steps, 2);
  EXPECT_EQ(t.get(), "done");
}

TEST(blocking_task, awaits_another) {
  EXPECT_EQ(sum_of_doubled(3, 4).get(), 14);
}

TEST(blocking_task, hands_on_what_its_body_threw) {
  auto t = throwing();
  EXPECT_THROW(t.get(), std::runtime_error);
}

TEST(frame_recycler, gives_the_last_freed_frame_of_that_size_first) {
  void* first = frame_recycler::allocate(100);
  frame_recycler::deallocate(first, 100);
  void* again = frame_recycler::allocate(90);  // the same 64-byte step
  EXPECT_EQ(again, first);
  frame_recycler::deallocate(again, 90);
}

TEST(frame_recycler, passes_large_frames_through) {
  void* large = frame_recycler::allocate(1 << 20);
  frame_recycler::deallocate(large, 1 << 20);
}

}  // namespace
}  // namespace interleave::blocking
