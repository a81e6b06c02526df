// A pipeline's plan, its ideal schedule and its ledger of items, against values worked out by hand.
#include "workloads/pipeline.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/pipeline_ledger.hpp"

#include <chrono>
#include <set>

#include <gtest/gtest.h>

namespace interleave {

extern const workload_descriptor producer_consumer_workload;

namespace {

using std::chrono::nanoseconds;
using waits = std::vector<nanoseconds>;

waits each(int count, int wait) {
  return waits(static_cast<std::size_t>(count), nanoseconds(wait));
}

TEST(pipeline_plan, shares_items_out_without_one_left_over) {
  const pipeline_plan plan{.producers = 3, .consumers = 4, .items = 11};
  EXPECT_EQ(plan.made_by(0) + plan.made_by(1) + plan.made_by(2), 11U);
  EXPECT_EQ(plan.taken_by(0) + plan.taken_by(1) + plan.taken_by(2) + plan.taken_by(3), 11U);
  std::set<std::uint64_t> values;
  for (std::uint32_t producer = 0; producer < 3; ++producer)
    for (std::uint32_t index = 0; index < plan.made_by(producer); ++index)
      values.insert(plan.make(producer, index).value);
  EXPECT_EQ(values, (std::set<std::uint64_t>{1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21}));
}

// Odd numbers, each through SplitMix64's finaliser, added up by a Python script.
TEST(pipeline_work, expects_the_sum_of_all_items) {
  const auto expected = [](std::uint32_t items) { return pipeline_work({.items = items}).expected().front(); };
  EXPECT_EQ(expected(1), 0x6e789e6aa1b965f4U);
  EXPECT_EQ(expected(20), 0xd792b51b659bd0dfU);
  EXPECT_EQ(expected(10'000), 0x515ed27891178bcaU);
  EXPECT_EQ(expected(pipeline_plan::items_most), 0x8f1961acf23fe114U);
}

TEST(pipeline_schedule, is_as_long_as_a_slow_consumer_takes) {
  // Items at 1, 2, 3; taken 1 to 3, 3 to 5, 5 to 7.
  const pipeline_plan plan{.items = 3, .waits_before = each(3, 1), .wait_after_each = nanoseconds(2)};
  EXPECT_EQ(time_in_sequence(plan), nanoseconds(9));
  EXPECT_EQ(time_overlapped(plan), nanoseconds(7));
}

TEST(pipeline_schedule, overlaps_consumers) {
  // Items at 1, 2, 3, 4; one consumer takes from 1 to 3 and from 3 to 5, the other from 2 to 4 and from 4 to 6.
  const pipeline_plan plan{
      .consumers = 2, .capacity = 4, .items = 4, .waits_before = each(4, 1), .wait_after_each = nanoseconds(2)};
  EXPECT_EQ(time_overlapped(plan), nanoseconds(6));
}

TEST(pipeline_schedule, overlaps_producers) {
  // Items 0 and 2 of one producer at 5 and 6, items 1 and 3 of the other at 1 and 9.
  const pipeline_plan plan{.producers = 2,
                           .capacity = 4,
                           .items = 4,
                           .waits_before = {nanoseconds(5), nanoseconds(1), nanoseconds(1), nanoseconds(8)}};
  EXPECT_EQ(time_in_sequence(plan), nanoseconds(15));
  EXPECT_EQ(time_overlapped(plan), nanoseconds(9));
}

TEST(pipeline_schedule, holds_a_producer_up_while_the_queue_is_full) {
  pipeline_plan plan{.capacity = 2,
                     .items = 4,
                     .waits_before = {nanoseconds(1), nanoseconds(1), nanoseconds(1), nanoseconds(10)},
                     .wait_after_each = nanoseconds(4)};
  // Items at 1, 2, 3 and 13; taken 1 to 5, 5 to 9, 9 to 13, 13 to 17.
  EXPECT_EQ(time_overlapped(plan), nanoseconds(17));
  // The third item, ready at 3, has room at 5, when the second is taken; so the fourth comes at 15.
  plan.capacity = 1;
  EXPECT_EQ(time_overlapped(plan), nanoseconds(19));
}

TEST(pipeline_schedule, lets_one_consumer_take_what_is_left_over) {
  // Three items at once for two consumers: one takes two of them, one after the other.
  const pipeline_plan plan{.consumers = 2, .capacity = 3, .items = 3, .wait_after_each = nanoseconds(7)};
  EXPECT_EQ(time_overlapped(plan), nanoseconds(14));
}

TEST(producer_consumer, at_full_scale_is_the_lesson) {
  parameter_values values = producer_consumer_workload.defaults();
  values.set("scale", "1s");
  const counters ideal = producer_consumer_workload.make(values)->measured();
  // By a Python script with the same SplitMix64: the sum of all waits; the slower producer's and half a second.
  EXPECT_NEAR(ideal.at("ideal_sequential_ns"), 29.80e9, 5e6);
  EXPECT_NEAR(ideal.at("ideal_overlapped_ns"), 10.42e9, 5e6);
}

TEST(producer_consumer, overlaps_as_much_at_any_scale) {
  const auto overlap_at = [](std::string_view scale) {
    parameter_values values = producer_consumer_workload.defaults();
    values.set("scale", scale);
    return producer_consumer_workload.make(values)->overlap(1);
  };
  EXPECT_NEAR(overlap_at("1s"), 29.80 / 10.42, 0.002);
  EXPECT_NEAR(overlap_at("20us"), overlap_at("1s"), 0.002);
}

// A run of two producers with three items each and two consumers, kept by hand.
class pipeline_books : public testing::Test {
 protected:
  std::string outcome() {
    books.close(0, log.slot(0));
    return error_of([&] { log.check(); });
  }
  void SetUp() override {
    log.reset(1);
    books.open();
  }

  pipeline_plan plan{.producers = 2, .consumers = 2, .items = 6};
  pipeline_work work{plan};
  pipeline_ledger books{plan};
  batch_log log{1, work.expected()};
};

TEST_F(pipeline_books, balance_whoever_took_what) {
  for (const std::uint32_t index : {0U, 1U, 2U}) {
    books.of(index % 2).take(plan.make(0, index));
    books.of(1).take(plan.make(1, index));
  }
  EXPECT_EQ(outcome(), "");
  EXPECT_EQ(books.arrived(), 6U);
}

TEST_F(pipeline_books, name_an_item_that_came_too_late) {
  for (const std::uint32_t index : {0U, 2U, 1U}) {
    books.of(0).take(plan.make(0, index));
    books.of(1).take(plan.make(1, index == 0 ? 0 : 3 - index));
  }
  EXPECT_EQ(outcome(), "a task failed: consumer 0 got item 1 of producer 0 after item 2");
}

TEST_F(pipeline_books, name_an_item_from_nowhere) {
  books.of(1).take({7, 0, 1});
  EXPECT_EQ(outcome(), "a task failed: consumer 1 got an item of producer 7, who is none");
}

TEST_F(pipeline_books, miss_an_item) {
  for (const std::uint32_t index : {0U, 1U, 2U}) books.of(0).take(plan.make(0, index));
  for (const std::uint32_t index : {0U, 2U}) books.of(0).take(plan.make(1, index));
  EXPECT_EQ(outcome(), "a task failed: 6 items were made, 5 arrived");
}

TEST_F(pipeline_books, see_that_one_item_came_twice_in_place_of_another) {
  for (const std::uint32_t index : {0U, 1U, 2U}) books.of(0).take(plan.make(0, index));
  for (const std::uint32_t index : {0U, 1U}) books.of(0).take(plan.make(1, index));
  books.of(1).take(plan.make(1, 1));
  EXPECT_TRUE(outcome().starts_with("wrong digest")) << outcome();
}

// Items 2 and 2 in place of 0 and 3: five and five squared are as much as one and seven squared.
TEST(pipeline_books_of_three_consumers, see_items_that_came_again_where_their_squares_would_not_show_it) {
  const pipeline_plan plan{.consumers = 3, .items = 4};
  const pipeline_work work(plan);
  pipeline_ledger books(plan);
  batch_log log(1, work.expected());
  log.reset(1);
  books.open();
  books.of(0).take(plan.make(0, 1));
  for (const std::uint32_t consumer : {0U, 1U, 2U}) books.of(consumer).take(plan.make(0, 2));
  books.close(0, log.slot(0));
  EXPECT_THROW(log.check(), wrong_digest);
}

TEST_F(pipeline_books, are_empty_when_opened_again) {
  books.of(0).take(plan.make(0, 2));
  books.open();
  for (const std::uint32_t index : {0U, 1U, 2U}) {
    books.of(0).take(plan.make(0, index));
    books.of(0).take(plan.make(1, index));
  }
  EXPECT_EQ(outcome(), "");
}

}  // namespace
}  // namespace interleave
