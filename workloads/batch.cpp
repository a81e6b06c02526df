// The parts of the batch record that are not on the fast path.
#include "workloads/batch.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

namespace interleave {

void task_log::take_chunk() {
  const std::uint64_t taken = batch_->counters_[0].chunks_taken.fetch_add(1, std::memory_order_relaxed);
  next_ = &batch_->latencies_[taken * batch_log::chunk];
  end_ = next_ + batch_log::chunk;
}

void task_log::note_wrong(task_id id, digest result) {
  batch_log::counters& shared = batch_->counters_[0];
  if (shared.wrong.fetch_add(1, std::memory_order_relaxed) != 0) return;
  shared.first_wrong = id;
  shared.first_wrong_result = result;
  batch_->stop();
}

void task_log::fail(std::string_view why) {
  batch_log::counters& shared = batch_->counters_[0];
  batch_->stop();
  if (shared.failed.exchange(true)) return;
  const std::size_t length = std::min(why.size(), sizeof shared.failure - 1);
  std::memcpy(shared.failure, why.data(), length);
  shared.failure[length] = '\0';
}

batch_log::batch_log(int slots, std::span<const digest> expected)
    : expected_(expected),
      counters_(1),
      slots_(static_cast<std::size_t>(slots)),
      latencies_(most_tasks + static_cast<std::size_t>(slots) * chunk) {
  if (!std::has_single_bit(expected.size()))
    throw std::logic_error("the number of expected digests must be a power of two");
}

void batch_log::reset(task_id tasks) {
  if (tasks > most_tasks)
    throw batch_failure(fmt::format("{} tasks are more than the {} whose latencies can be kept; measure for less time",
                                    tasks, most_tasks));
  counters& shared = counters_[0];
  shared.tasks = tasks;
  shared.next.store(0, std::memory_order_relaxed);
  shared.chunks_taken.store(0, std::memory_order_relaxed);
  shared.wrong.store(0, std::memory_order_relaxed);
  shared.failed.store(false, std::memory_order_relaxed);
  for (task_log& slot : slots_.all()) {
    slot = task_log{};
    slot.expected_ = expected_.data();
    slot.expected_mask_ = expected_.size() - 1;
    slot.batch_ = this;
  }
  // Writing marks what is unused and brings every page in before the clock starts.
  std::ranges::fill(latencies_.first(tasks + slots_.size() * chunk), unused);
}

void batch_log::check() const {
  const counters& shared = counters_[0];
  if (shared.failed.load()) throw batch_failure(fmt::format("a task failed: {}", shared.failure));
  if (shared.wrong.load() != 0)
    throw wrong_digest(fmt::format("wrong digest: task {} gave {:#018x}, expected {:#018x}", shared.first_wrong,
                                   shared.first_wrong_result, expected_[shared.first_wrong & (expected_.size() - 1)]));
  std::uint64_t done = 0;
  std::uint64_t ids = 0;
  for (const task_log& slot : slots_.all()) {
    done += slot.tasks_;
    ids += slot.ids_;
  }
  const task_id asked = tasks();
  // The sum of the ids tells a task done twice from one left out. Modulo 2^64, like the sum itself.
  const std::uint64_t all_ids = asked % 2 == 0 ? asked / 2 * (asked - 1) : (asked - 1) / 2 * asked;
  if (done != asked || ids != all_ids)
    throw batch_failure(
        fmt::format("{} tasks were asked for, {} were done (sum of ids {}, expected {})", asked, done, ids, all_ids));
}

std::vector<std::uint64_t> batch_log::latencies_ns() const {
  const std::uint64_t taken = counters_[0].chunks_taken.load(std::memory_order_relaxed);
  std::vector<std::uint64_t> all;
  all.reserve(tasks());
  const double ns = ns_per_tick();
  for (const std::uint64_t latency : latencies_.first(taken * chunk))
    if (latency != unused) all.push_back(static_cast<std::uint64_t>(static_cast<double>(latency) * ns + 0.5));
  return all;
}

std::uint64_t batch_log::bytes() const {
  return (tasks() + slots_.size() * chunk) * sizeof(std::uint64_t) + slots_.size() * sizeof(task_log) +
         sizeof(counters);
}

}  // namespace interleave
