// The parts of the batch record that are not on the fast path.
#include "workloads/batch.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include <fmt/format.h>

namespace interleave {

void task_log::start(std::span<std::uint64_t> submitted) {
  start();
  if (submitted.size() == 1) return;
  std::ranges::fill(submitted, previous_);
  turns_ = turn_ = submitted.data();
  turns_end_ = turns_ + submitted.size();
}

std::uint64_t task_log::outstanding() const {
  if (turns_ == nullptr) return previous_ - first_;
  return std::accumulate(turns_, turns_end_, std::uint64_t{0},
                         [this](std::uint64_t sum, std::uint64_t last) { return sum + (last - first_); });
}

void task_log::take_chunk() {
  const std::uint64_t taken = batch_->counters_.chunks_taken.fetch_add(1, std::memory_order_relaxed);
  next_ = batch_->last_chunks(taken + 1).data();
  end_ = next_ + batch_log::chunk;
  // In the last batch the chunk may have been another CPU's. Fetched one after the other, when they are written to, its
  // cache lines would each delay the next claim of a task, which waits for all writes before it.
  constexpr std::uint64_t per_line = 64 / sizeof(std::uint64_t);
  for (const std::uint64_t* line = next_; line < end_; line += per_line) __builtin_prefetch(line, 1);
}

void task_log::note_wrong(task_id id, digest result) {
  batch_log::counters& shared = batch_->counters_;
  if (shared.wrong.fetch_add(1, std::memory_order_relaxed) != 0) return;
  shared.first_wrong = id;
  shared.first_wrong_result = result;
  batch_->stop();
}

void task_log::fail(const std::exception& error) {
  batch_->stop();
  batch_->counters_.failure.note(error);
}

void task_log::fail(std::string_view why) {
  batch_->stop();
  batch_->counters_.failure.note(why);
}

std::uint64_t latency_record::tasks() const {
  return std::accumulate(short_tasks.begin(), short_tasks.end(), std::uint64_t{long_ticks.size()});
}

batch_log::batch_log(int slots, std::span<const digest> expected)
    : batch_log(static_cast<std::size_t>(slots), most_tasks + static_cast<std::size_t>(slots) * chunk, expected) {}

batch_log::batch_log(std::size_t slots, std::size_t long_latencies, std::span<const digest> expected)
    : expected_(expected),
      memory_(shared_region::bytes_for<std::uint64_t>(long_latencies, page) +
              shared_region::bytes_for<std::uint32_t>(slots * short_latencies, page) +
              shared_region::bytes_for<task_log>(slots) + shared_region::bytes_for<counters>(1)),
      long_(memory_.take<std::uint64_t>(long_latencies, page)),
      short_(memory_.take<std::uint32_t>(slots * short_latencies, page)),
      slots_(memory_.take<task_log>(slots)),
      counters_(memory_.take<counters>(1).front()) {
  if (!std::has_single_bit(expected.size()))
    throw std::logic_error("the number of expected digests must be a power of two");
}

void batch_log::reset(task_id tasks) {
  if (tasks > most_tasks)
    throw batch_failure(fmt::format("{} tasks are more than the {} whose latencies can be kept; measure for less time",
                                    tasks, most_tasks));
  counters& shared = counters_;
  // Brings the pages in before the clock starts.
  constexpr std::size_t words_per_page = page / sizeof(std::uint64_t);
  const std::span<std::uint64_t> likely = last_chunks(chunks_likely(tasks));
  for (std::size_t word = 0; word < likely.size(); word += words_per_page) likely[word] = 0;
  shared.tasks = tasks;
  shared.next.store(0, std::memory_order_relaxed);
  shared.chunks_taken.store(0, std::memory_order_relaxed);
  shared.wrong.store(0, std::memory_order_relaxed);
  shared.failure.forget();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    task_log& slot = slots_[i];
    std::uint32_t* const counts = &short_[i * short_latencies];
    if (slot.short_tasks_ > 0) std::fill_n(counts, short_latencies, 0U);
    slot = task_log{};
    slot.short_ = counts;
    slot.expected_ = expected_.data();
    slot.expected_mask_ = expected_.size() - 1;
    slot.batch_ = this;
  }
}

void batch_log::check() const {
  const counters& shared = counters_;
  shared.failure.throw_if_any("a task failed");
  if (shared.wrong.load() != 0)
    throw wrong_digest(fmt::format("wrong digest: task {} gave {:#018x}, expected {:#018x}", shared.first_wrong,
                                   shared.first_wrong_result, expected_[shared.first_wrong & (expected_.size() - 1)]));
  std::uint64_t done = 0;
  std::uint64_t ids = 0;
  for (const task_log& slot : slots_) {
    done += slot.short_tasks_ + slot.long_tasks_;
    ids += slot.ids_;
  }
  const task_id asked = tasks();
  if (done != asked) throw batch_failure(fmt::format("{} tasks were asked for, {} were done", asked, done));
  if (ids != sum_of_ids_below(asked))
    throw batch_failure(
        fmt::format("{} tasks were done, but not each once: one was done twice, another not at all", asked));
}

std::uint64_t batch_log::sum_of_ids_below(task_id end) const {
  if (end < summed_) summed_ = sum_of_ids_ = 0;
  for (; summed_ < end; ++summed_) sum_of_ids_ += task_log::mixed(summed_);
  return sum_of_ids_;
}

latency_record batch_log::latencies() const {
  latency_record record;
  record.ns_per_tick = ns_per_tick();
  record.short_tasks.resize(short_latencies);
  for (const task_log& slot : slots_)
    if (slot.short_tasks_ > 0)
      for (std::size_t t = 0; t < short_latencies; ++t) record.short_tasks[t] += slot.short_[t];

  // All chunks that were taken are full, but for the last one of each slot.
  struct gap {
    const std::uint64_t* begin;
    const std::uint64_t* end;
  };
  std::vector<gap> gaps;
  for (const task_log& slot : slots_)
    if (slot.next_ != slot.end_) gaps.push_back({slot.next_, slot.end_});
  std::ranges::sort(gaps, {}, &gap::begin);
  const std::span<const std::uint64_t> taken = last_chunks(counters_.chunks_taken.load(std::memory_order_relaxed));
  gaps.push_back({taken.data() + taken.size(), nullptr});
  record.long_ticks.reserve(taken.size());
  const std::uint64_t* from = taken.data();
  for (const gap& g : gaps) {
    record.long_ticks.insert(record.long_ticks.end(), from, g.begin);
    from = g.end;
  }
  return record;
}

std::uint64_t batch_log::chunks_likely(task_id tasks) const {
  const counters& last = counters_;
  const std::uint64_t at_most = tasks / chunk + slots_.size();
  if (last.tasks == 0) return at_most;
  const double share =
      static_cast<double>(last.chunks_taken.load(std::memory_order_relaxed)) / static_cast<double>(last.tasks);
  return std::min(at_most, static_cast<std::uint64_t>(share * 1.25 * static_cast<double>(tasks)) + slots_.size());
}

std::uint64_t batch_log::bytes() const {
  const auto counting =
      static_cast<std::size_t>(std::ranges::count_if(slots_, [](const task_log& s) { return s.short_tasks_ > 0; }));
  return counters_.chunks_taken.load(std::memory_order_relaxed) * chunk * sizeof(std::uint64_t) +
         counting * short_latencies * sizeof(std::uint32_t) + slots_.size() * sizeof(task_log) + sizeof(counters);
}

}  // namespace interleave
