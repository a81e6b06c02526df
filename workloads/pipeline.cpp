// A plan's expected digest and its ideal schedule.
#include "workloads/pipeline.hpp"

#include <deque>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>

namespace interleave {
namespace {

using std::chrono::nanoseconds;

// Of the first n odd numbers.
digest sum_of_digests(std::uint64_t n) {
  digest sum = 0;
  for (std::uint64_t i = 0; i < n; ++i) sum += splitmix64(0, 2 * i + 1);
  return sum;
}

// The events of a schedule in which only waits take time: a producer has waited and holds an item, or a consumer has
// waited and is free. Items are not assigned to consumers by their shares: all wait equally long after an item, so they
// take turns anyway.
class schedule {
 public:
  explicit schedule(const pipeline_plan& plan) : plan_(plan), begun_(plan.producers, 0) {
    for (std::uint32_t producer = 0; producer < plan.producers; ++producer) next_item(producer);
    for (std::uint32_t consumer = plan.producers; consumer < plan.members(); ++consumer) at(now_, consumer);
  }

  nanoseconds run() {
    while (!events_.empty()) {
      const auto [time, order, member] = events_.top();
      events_.pop();
      now_ = time;
      (member < plan_.producers ? holding_ : free_).push_back(member);
      move_items();
    }
    return now_;
  }

 private:
  // Items go from waiting producers into the queue and from there to free consumers, until none can move.
  void move_items() {
    while (true) {
      if (!free_.empty() && queued_ > 0) {
        --queued_;
        at(now_ + plan_.wait_after_each, free_.front());
        free_.pop_front();
      } else if (!holding_.empty() && queued_ < plan_.capacity) {
        ++queued_;
        next_item(holding_.front());
        holding_.pop_front();
      } else {
        return;
      }
    }
  }
  void next_item(std::uint32_t producer) {
    const std::uint32_t index = begun_[producer]++;
    if (index < plan_.made_by(producer)) at(now_ + plan_.wait_before(producer, index), producer);
  }
  void at(nanoseconds time, std::uint32_t member) { events_.emplace(time, ++order_, member); }

  using event = std::tuple<nanoseconds, std::uint64_t, std::uint32_t>;
  const pipeline_plan& plan_;
  std::vector<std::uint32_t> begun_;  // items, by producer
  std::priority_queue<event, std::vector<event>, std::greater<>> events_;
  std::deque<std::uint32_t> holding_;
  std::deque<std::uint32_t> free_;
  std::uint32_t queued_ = 0;
  std::uint64_t order_ = 0;
  nanoseconds now_{0};
};

bool never_waits(const pipeline_plan& plan) {
  return plan.waits_before.empty() && plan.wait_after_each.count() == 0;
}

}  // namespace

nanoseconds time_in_sequence(const pipeline_plan& plan) {
  return std::accumulate(plan.waits_before.begin(), plan.waits_before.end(), nanoseconds(0)) +
         plan.wait_after_each * plan.items;
}

nanoseconds time_overlapped(const pipeline_plan& plan) {
  return never_waits(plan) ? nanoseconds(0) : schedule(plan).run();
}

pipeline_work::pipeline_work(pipeline_plan plan)
    : plan_(std::move(plan)),
      expected_{sum_of_digests(plan_.items)},
      in_sequence_(time_in_sequence(plan_)),
      overlapped_(time_overlapped(plan_)) {}

double pipeline_work::overlap(int) const {
  if (never_waits(plan_)) return plan_.members();
  return static_cast<double>(in_sequence_.count()) / static_cast<double>(overlapped_.count());
}

counters pipeline_work::measured() const {
  if (never_waits(plan_)) return {};
  return {{"ideal_sequential_ns", static_cast<double>(in_sequence_.count())},
          {"ideal_overlapped_ns", static_cast<double>(overlapped_.count())}};
}

}  // namespace interleave
