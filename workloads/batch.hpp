// What passes between a runner and the slots of a batch while the clock runs: where task ids come from (task_source)
// and where results go (task_log). Everything lives in memory that forked workers share, so threads, loops and
// processes claim and report alike. Nothing here knows a workload or a runner.
#pragma once

#include "workloads/shared_memory.hpp"
#include "workloads/task.hpp"
#include "workloads/ticks.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// Two cache lines: the prefetcher of many x86 processors fetches lines in pairs.
inline constexpr std::size_t separate = 128;

// Hands out task ids, from a range of its own or from a counter shared with others.
class task_source {
 public:
  // The ids [first, last), nobody else's.
  task_source(task_id first, task_id last) : next_(first), last_(last) {}
  // The ids below `last` that nobody else has claimed from `counter`.
  task_source(std::atomic<task_id>& counter, task_id last) : shared_(&counter), last_(last) {}

  // Puts the next id into `id`; false when there is none.
  bool claim(task_id& id) {
    id = shared_ != nullptr ? shared_->fetch_add(1, std::memory_order_relaxed) : next_++;
    return id < last_;
  }

 private:
  std::atomic<task_id>* shared_ = nullptr;
  task_id next_ = 0;
  task_id last_ = 0;
};

// A batch that did not do its work: a task threw, a digest was wrong, a task is missing.
class batch_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// ... because a task's result was not the expected one.
class wrong_digest : public batch_failure {
 public:
  using batch_failure::batch_failure;
};

class batch_log;

// The record of one slot. One task at a time; a slot that passes from thread to thread is handed over by the runner.
class alignas(separate) task_log {
 public:
  // The clock of the slot's next task starts here; later tasks start where the one before finished (closed loop).
  void start() { previous_ = ticks(); }

  void finish(task_id id, digest result) {
    const std::uint64_t now = ticks();
    if (next_ == end_) [[unlikely]]
      take_chunk();
    *next_++ = now - previous_;
    previous_ = now;
    ids_ += id;
    ++tasks_;
    if (result != expected_[id & expected_mask_]) [[unlikely]]
      note_wrong(id, result);
  }

  // A task that threw. Ends the batch: nothing more can be claimed.
  void fail(std::string_view why);

 private:
  friend class batch_log;
  void take_chunk();
  void note_wrong(task_id id, digest result);

  std::uint64_t previous_ = 0;  // ticks
  std::uint64_t* next_ = nullptr;
  std::uint64_t* end_ = nullptr;
  const digest* expected_ = nullptr;
  std::uint64_t expected_mask_ = 0;
  std::uint64_t tasks_ = 0;
  std::uint64_t ids_ = 0;
  batch_log* batch_ = nullptr;
};

// The record of a whole batch: the shared counter, a task_log per slot, and every task's latency.
//
// Latencies go to chunks of one buffer that is touched before the clock starts. A slot takes a chunk at a time, so no
// two slots write to the same cache line and no slot needs room for all tasks.
class batch_log {
 public:
  static constexpr std::uint64_t most_tasks = std::uint64_t{1} << 27;

  // `expected`: the right digest of task `id` stands at `id % expected.size()`, a power of two; it must outlive the
  // log.
  batch_log(int slots, std::span<const digest> expected);
  batch_log(const batch_log&) = delete;
  batch_log& operator=(const batch_log&) = delete;

  // Forgets the last batch and makes room for `tasks`. Outside the clock, while nobody works.
  void reset(task_id tasks);

  task_source shared_tasks() { return {counters_[0].next, tasks()}; }
  task_log& slot(std::size_t i) { return slots_[i]; }
  std::size_t slots() const { return slots_.size(); }
  task_id tasks() const { return counters_[0].tasks; }
  void stop() { counters_[0].next.store(most_tasks * 2, std::memory_order_relaxed); }
  bool stopped() const { return counters_[0].next.load(std::memory_order_relaxed) >= most_tasks * 2; }

  // Throws batch_failure unless every task of the batch was done exactly once and its digest was right.
  void check() const;
  // Nanoseconds a task, in no particular order.
  std::vector<std::uint64_t> latencies_ns() const;
  // What the records of the batch occupy, bytes.
  std::uint64_t bytes() const;

 private:
  friend class task_log;
  static constexpr std::uint64_t chunk = 64;
  static constexpr std::uint64_t unused = ~std::uint64_t{0};

  struct alignas(separate) counters {
    std::atomic<task_id> next{0};
    task_id tasks = 0;
    alignas(separate) std::atomic<std::uint64_t> chunks_taken{0};
    std::atomic<std::uint64_t> wrong{0};
    task_id first_wrong = 0;
    digest first_wrong_result = 0;
    std::atomic<bool> failed{false};
    char failure[256]{};
  };

  std::span<const digest> expected_;
  shared_array<counters> counters_;
  shared_array<task_log> slots_;
  shared_array<std::uint64_t> latencies_;
};

}  // namespace interleave
