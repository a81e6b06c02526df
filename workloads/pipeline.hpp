// The shape `pipeline`: producers make items and put them into a bounded queue, consumers take them out. A pipeline is
// described by data, a plan; what its producers and consumers do is in pipeline_body.hpp, what must hold afterwards in
// pipeline_ledger.hpp.
#pragma once

#include "workloads/workload.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

namespace interleave {

// What goes through the queue, the same in every pipeline: small and trivially copyable, so that it passes through a
// ring between processes as it does through a library's queue.
struct pipeline_item {
  std::uint32_t producer;
  std::uint32_t index;  // among the items of its producer
  std::uint64_t value;
};

// Each producer makes its share of the items, each consumer takes its share: both know when they are done, and no
// queue needs a way to be closed.
struct pipeline_plan {
  static constexpr std::int64_t items_most = 1 << 20;  // the sum of all digests is found by adding them up

  std::uint32_t producers = 1;
  std::uint32_t consumers = 1;
  std::uint32_t capacity = 1;  // items that the queue holds; a producer waits while it is full
  std::uint32_t items = 1;     // of all producers together
  std::vector<std::chrono::nanoseconds> waits_before{};  // before the item of this number; empty: none
  std::chrono::nanoseconds wait_after_each{0};           // a consumer's, after every item

  // Producers are numbered first, consumers after them.
  std::uint32_t members() const { return producers + consumers; }
  std::uint32_t made_by(std::uint32_t producer) const { return share(producers, producer); }
  std::uint32_t taken_by(std::uint32_t consumer) const { return share(consumers, consumer); }

  std::chrono::nanoseconds wait_before(std::uint32_t producer, std::uint32_t index) const {
    return waits_before.empty() ? std::chrono::nanoseconds(0) : waits_before[number_of(producer, index)];
  }
  std::chrono::nanoseconds wait_after(const pipeline_item&) const { return wait_after_each; }

  // The item of number n holds the n-th odd number. Its digest is that number mixed, so that the sum of all digests
  // tells items that came twice in place of others: 5 * 5 + 5 * 5 = 1 * 1 + 7 * 7.
  pipeline_item make(std::uint32_t producer, std::uint32_t index) const {
    return {producer, index, 2 * std::uint64_t{number_of(producer, index)} + 1};
  }
  static digest take(const pipeline_item& item) { return splitmix64(0, item.value); }

 private:
  std::uint32_t share(std::uint32_t of, std::uint32_t i) const { return items / of + (i < items % of ? 1 : 0); }
  // Items are numbered one of each producer in turn, which gives all numbers from 0 without gaps.
  std::uint32_t number_of(std::uint32_t producer, std::uint32_t index) const { return index * producers + producer; }
};

// All waits of a plan, one after the other.
std::chrono::nanoseconds time_in_sequence(const pipeline_plan&);
// How long a plan takes if only its waits take time: a simulation of producers, queue and consumers, in which whoever
// has waited longest is served first.
std::chrono::nanoseconds time_overlapped(const pipeline_plan&);

// A pipeline's task is one run, from the first item to the last; its digest is the sum of all items' digests, which
// does not depend on who took what.
class pipeline_work final : public workload {
 public:
  static constexpr work_shape shape = work_shape::pipeline;

  explicit pipeline_work(pipeline_plan plan);

  const pipeline_plan& plan() const { return plan_; }
  std::span<const digest> expected() const override { return expected_; }
  // In a plan without waits every producer and consumer can be busy all the time.
  double overlap(int in_flight) const override;
  counters measured() const override;

 private:
  pipeline_plan plan_;
  std::array<digest, 1> expected_;
  std::chrono::nanoseconds in_sequence_;
  std::chrono::nanoseconds overlapped_;
};

}  // namespace interleave
