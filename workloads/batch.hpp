// What passes between a runner and the slots of a batch while the clock runs: where task ids come from (task_source)
// and where results go (task_log). Everything lives in memory that forked workers share, so threads, loops and
// processes claim and report alike. Nothing here knows a workload or a runner.
#pragma once

#include "workloads/failures.hpp"
#include "workloads/shared_memory.hpp"
#include "workloads/task.hpp"
#include "workloads/ticks.hpp"

#include <atomic>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// Two cache lines: the prefetcher of many x86 processors fetches lines in pairs.
inline constexpr std::size_t separate = 128;

// Hands out task ids, from a range of its own or from a counter shared with others.
class task_source {
 public:
  // The ids [first, last), shared with no other source.
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

class batch_log;

// Latencies below this many ticks, a third to a half of a microsecond, are counted by value; longer ones are kept one
// by one. Both are exact. Tasks so short come by the ten million in a sample: kept one by one they were 80 MB of
// records, which took longer to allocate, rank and free than the sample itself. A slot's counts fill one page.
inline constexpr std::uint64_t short_latencies = 1024;

// The latencies of all tasks of a batch, exact.
struct latency_record {
  double ns_per_tick = 1;
  std::vector<std::uint64_t> short_tasks;  // [t]: how many took t ticks
  std::vector<std::uint64_t> long_ticks;   // of each of the others, in no particular order

  std::uint64_t tasks() const;
};

// The record of one slot. One task at a time; a slot that passes from thread to thread is handed over by the runner.
class alignas(separate) task_log {
 public:
  // The slot's client submits its first task now, and each later one when the one before has finished (closed loop): a
  // latency is the time from submission to completion.
  void start() {
    previous_ = ticks();
    if (first_ == 0) first_ = previous_;
  }
  // The same for a slot that serves several clients in turn, as a worker does that takes its tasks by itself: of
  // in_flight clients each then waits until it is its turn again. Uses `submitted`, with room for a time of each client
  // and not empty, until the next start.
  void start(std::span<std::uint64_t> submitted);

  void finish(task_id id, digest result) {
    const std::uint64_t now = ticks();
    const std::uint64_t latency = now - previous_;
    previous_ = now;
    if (turn_ != nullptr) next_client(now);
    if (latency < short_latencies) {
      ++short_[latency];
      ++short_tasks_;
    } else {
      if (next_ == end_) [[unlikely]]
        take_chunk();
      *next_++ = latency;
      ++long_tasks_;
    }
    ids_ += mixed(id);
    if (result != expected_[id & expected_mask_]) [[unlikely]]
      note_wrong(id, result);
  }

  // Leaves so many ticks out of the latency of the task that is running, because it was not worked on in them.
  void leave_out(std::uint64_t unworked) { previous_ += unworked; }

  // Sums of ids as they are would let {0, 0, 3, 3} pass for {0, 1, 2, 3}.
  static constexpr std::uint64_t mixed(task_id id) { return splitmix64(0, id); }

  // A task that threw, or went wrong in another way. Ends the batch: nothing more can be claimed.
  void fail(const std::exception& error);
  void fail(std::string_view why);

  // For how many ticks each client had a task outstanding in this batch, added up over the clients: from the first
  // start to the completion of its last task. By Little's law (Little, 1961) it is the sum of their latencies.
  std::uint64_t outstanding() const;

  // For the runner's own use: the process that works in this slot, 0 where there is none.
  std::int64_t process = 0;

 private:
  friend class batch_log;
  void take_chunk();
  void note_wrong(task_id id, digest result);
  void next_client(std::uint64_t now) {
    *turn_ = now;
    if (++turn_ == turns_end_) turn_ = turns_;
    previous_ = *turn_;
  }

  std::uint64_t previous_ = 0;  // ticks
  std::uint64_t first_ = 0;     // when the clock was first started in this batch, ticks
  std::uint32_t* short_ = nullptr;
  std::uint64_t* next_ = nullptr;
  std::uint64_t* end_ = nullptr;
  const digest* expected_ = nullptr;
  std::uint64_t expected_mask_ = 0;
  std::uint64_t short_tasks_ = 0;
  std::uint64_t long_tasks_ = 0;
  std::uint64_t ids_ = 0;  // the sum of the mixed ids of all that were done, modulo 2^64
  batch_log* batch_ = nullptr;
  std::uint64_t* turns_ = nullptr;  // when each client of several submitted its task
  std::uint64_t* turns_end_ = nullptr;
  std::uint64_t* turn_ = nullptr;  // whose task is running
};

// The record of a whole batch: the shared counter, a task_log per slot, and every task's latency.
//
// Long latencies go to chunks of one buffer that is touched before the clock starts. A slot takes a chunk at a time, so
// no two slots write to the same cache line and no slot needs room for all tasks.
class batch_log {
 public:
  static constexpr std::uint64_t most_tasks = std::uint64_t{1} << 27;

  // `expected`: the right digest of task `id` stands at `id % expected.size()`, a power of two; it must outlive the
  // log.
  batch_log(int slots, std::span<const digest> expected);
  batch_log(const batch_log&) = delete;
  batch_log& operator=(const batch_log&) = delete;

  // Forgets the last batch and makes room for `tasks`, on the assumption that as large a share of them is long as in
  // the last batch. Outside the clock, while no worker runs.
  void reset(task_id tasks);

  task_source shared_tasks() { return {counters_.next, tasks()}; }
  task_log& slot(std::size_t i) { return slots_[i]; }
  std::size_t slots() const { return slots_.size(); }
  task_id tasks() const { return counters_.tasks; }
  // Starts the clock of every slot, for a model in which each slot is one client.
  void start_all() {
    for (task_log& slot : slots_) slot.start();
  }
  void stop() { counters_.next.store(most_tasks * 2, std::memory_order_relaxed); }
  bool stopped() const { return counters_.next.load(std::memory_order_relaxed) >= most_tasks * 2; }

  // Throws batch_failure unless every task of the batch was done exactly once and its digest was right.
  void check() const;
  latency_record latencies() const;
  // What the records of the batch occupy, bytes.
  std::uint64_t bytes() const;

 private:
  friend class task_log;
  static constexpr std::uint64_t chunk = 64;
  static constexpr std::size_t page = 4096;

  struct alignas(separate) counters {
    std::atomic<task_id> next{0};
    task_id tasks = 0;
    alignas(separate) std::atomic<std::uint64_t> chunks_taken{0};
    std::atomic<std::uint64_t> wrong{0};
    task_id first_wrong = 0;
    digest first_wrong_result = 0;
    first_failure failure;
  };

  std::span<const digest> expected_;
  // What every batch touches is at the end of the reservation, and chunks are taken from the end as well: next to it
  // lie libraries, whose page tables a forked child has anyway. Separate page tables would cost each child 4 us.
  shared_region memory_;
  std::span<std::uint64_t> long_;
  std::span<std::uint32_t> short_;
  std::span<task_log> slots_;
  counters& counters_;
  // The sum of the mixed ids below `summed_`: batches grow, and each goes on from the one before.
  mutable task_id summed_ = 0;
  mutable std::uint64_t sum_of_ids_ = 0;

  batch_log(std::size_t slots, std::size_t long_latencies, std::span<const digest> expected);
  std::span<std::uint64_t> last_chunks(std::uint64_t count) const { return long_.last(count * chunk); }
  std::uint64_t sum_of_ids_below(task_id end) const;
  // Chunks that `tasks` tasks will take if they are like those of the last batch, and a quarter to spare.
  std::uint64_t chunks_likely(task_id tasks) const;
};

}  // namespace interleave
