// The protocol of the lock, step by step, with a clock that moves only when a test moves it.
#include "runners/handed_over_lock.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace interleave {
namespace {

using std::chrono::milliseconds;

// Every fake_condition times out by this clock.
struct {
  std::mutex mutex;
  std::condition_variable changed;
  milliseconds now{0};
  std::multiset<milliseconds> deadlines;  // of the waits in progress
  std::uint64_t waits = 0;                // begun so far

  // Returns how many waits this ends.
  std::ptrdiff_t advance(milliseconds by) {
    const std::lock_guard lock(mutex);
    now += by;
    changed.notify_all();
    return std::distance(deadlines.begin(), deadlines.upper_bound(now));
  }
  void wait_for_waits(std::uint64_t begun) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waits >= begun; });
  }
  void set_back() {
    now = milliseconds(0);
    waits = 0;
  }
} fake_time;

class fake_condition {
 public:
  std::cv_status wait_for(std::unique_lock<std::mutex>& held, milliseconds limit) {
    std::unique_lock lock(fake_time.mutex);
    const milliseconds deadline = fake_time.now + limit;
    const auto entry = fake_time.deadlines.insert(deadline);
    ++fake_time.waits;
    fake_time.changed.notify_all();
    held.unlock();
    fake_time.changed.wait(lock, [&] { return notified_ > 0 || fake_time.now >= deadline; });
    fake_time.deadlines.erase(entry);
    const auto how = notified_ > 0 ? std::cv_status::no_timeout : std::cv_status::timeout;
    if (notified_ > 0) --notified_;
    lock.unlock();
    held.lock();
    return how;
  }
  void notify_one() {
    const std::lock_guard lock(fake_time.mutex);
    if (notified_ < fake_time.deadlines.size()) ++notified_;
    fake_time.changed.notify_all();
  }

 private:
  std::size_t notified_ = 0;
};

class the_lock : public testing::Test {
 protected:
  the_lock() { fake_time.set_back(); }

  // A thread that takes the lock, appends its name to `order` and lets go.
  std::jthread visitor(lock_member& me, char name) {
    return std::jthread([this, &me, name] {
      lock.take(me);
      order += name;
      lock.let_go(me);
    });
  }
  void wait_until_asked() const {
    while (!lock.asked()) std::this_thread::yield();
  }

  handed_over_lock<fake_condition> lock;
  lock_member holder;
  lock_member a;
  lock_member b;
  std::string order;  // written under the lock
};

TEST_F(the_lock, is_taken_at_once_where_it_is_free) {
  lock.take(holder);
  lock.let_go(holder);
  lock.take(holder);
  lock.let_go(holder);
  EXPECT_EQ(holder.found_free, 2U);
  EXPECT_EQ(holder.waits_ticks.size(), 0U);
}

TEST_F(the_lock, passes_to_who_waits_when_it_is_let_go) {
  lock.take(holder);
  {
    const std::jthread waiter = visitor(a, 'a');
    fake_time.wait_for_waits(1);
    order += 'm';
    lock.let_go(holder);
  }
  EXPECT_EQ(order, "ma");
  EXPECT_EQ(a.found_free, 0U);
  EXPECT_EQ(a.waits_ticks.size(), 1U);
}

TEST_F(the_lock, is_not_asked_for_before_the_interval_is_over) {
  lock.take(holder);
  const std::jthread waiter = visitor(a, 'a');
  fake_time.wait_for_waits(1);
  EXPECT_EQ(fake_time.advance(switch_interval - milliseconds(1)), 0);
  lock.checkpoint(holder);
  EXPECT_FALSE(lock.asked());
  EXPECT_EQ(holder.handed_over, 0U);
  EXPECT_EQ(order, "");
  lock.let_go(holder);
}

TEST_F(the_lock, is_asked_for_after_an_interval_in_vain_and_handed_over_at_the_next_checkpoint) {
  lock.take(holder);
  const std::jthread waiter = visitor(a, 'a');
  fake_time.wait_for_waits(1);
  EXPECT_EQ(fake_time.advance(switch_interval), 1);
  wait_until_asked();
  EXPECT_EQ(order, "");  // the holder computes on until its checkpoint
  lock.checkpoint(holder);
  order += 'm';
  EXPECT_EQ(order, "am");
  EXPECT_EQ(holder.handed_over, 1U);
  EXPECT_FALSE(lock.asked());
  lock.let_go(holder);
}

// Letting go and retaking at once, as around an operation that turns out not to block.
TEST_F(the_lock, cannot_be_taken_back_before_who_asked_has_had_it) {
  lock.take(holder);
  const std::jthread waiter = visitor(a, 'a');
  fake_time.wait_for_waits(1);
  fake_time.advance(switch_interval);
  wait_until_asked();
  lock.let_go(holder);
  lock.take(holder);
  order += 'm';
  EXPECT_EQ(order, "am");
  lock.let_go(holder);
}

TEST_F(the_lock, is_not_asked_for_by_who_waited_while_it_went_to_another) {
  lock.take(holder);
  lock_member* const both[] = {&a, &b};
  // Each holds the lock until told to let go; which of the two gets it first is open.
  std::atomic<int> got{0};
  std::atomic<int> may_go{0};
  std::vector<std::jthread> waiters;
  for (lock_member* me : both)
    waiters.emplace_back([&, me] {
      lock.take(*me);
      const int mine = ++got;
      while (may_go < mine) std::this_thread::yield();
      lock.let_go(*me);
    });
  fake_time.wait_for_waits(2);
  lock.let_go(holder);
  while (got < 1) std::this_thread::yield();
  fake_time.advance(switch_interval);
  fake_time.wait_for_waits(3);  // the other thread's interval is over, and it waits again
  EXPECT_FALSE(lock.asked());
  fake_time.advance(switch_interval);
  wait_until_asked();
  may_go = 2;
}

// With the real clock: no two threads hold the lock at once, and each gets it again.
TEST(the_real_lock, excludes_and_is_handed_over_again_and_again) {
  handed_over_lock<> lock;
  constexpr std::uint64_t hand_overs = 3;
  std::vector<lock_member> members(3);
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<std::size_t> left{members.size()};
  {
    std::vector<std::jthread> threads;
    for (lock_member& me : members)
      threads.emplace_back([&] {
        lock.take(me);
        while (me.handed_over < hand_overs && left > 1) {  // the last thread has none to hand over to
          most = std::max(most.load(), ++inside);
          --inside;
          lock.checkpoint(me);
        }
        --left;
        lock.let_go(me);
      });
  }
  EXPECT_EQ(most, 1);
  EXPECT_GE(std::ranges::count_if(members, [](const lock_member& m) { return m.handed_over == hand_overs; }), 2);
}

TEST(lock_counters, are_those_of_all_members) {
  std::vector<lock_member> members(2);
  members[0].found_free = 2;
  members[0].waits_ticks = {7'000'000, 9'000'000};
  members[0].handed_over = 3;
  members[1].waits_ticks = {5'000'000};
  // 0, 0, 5, 7, 9 million
  counters c = lock_counters(members, 10);
  EXPECT_NEAR(c.at("lock_wait_ns_p50"), 5'000'000 * ns_per_tick(), 5'000);
  EXPECT_DOUBLE_EQ(c.at("lock_waits_per_task"), 0.3);
  EXPECT_DOUBLE_EQ(c.at("lock_hand_overs_per_task"), 0.3);
  members[1].found_free = 2;
  c = lock_counters(members, 10);
  EXPECT_EQ(c.at("lock_wait_ns_p50"), 0);
}

}  // namespace
}  // namespace interleave
