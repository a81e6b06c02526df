// What a run of a pipeline must have done, under every runner: each consumer sees the items of a producer in rising
// order, every item arrives, and the sum of the digests is right. Lives in memory that forked workers share.
#pragma once

#include "workloads/batch.hpp"
#include "workloads/pipeline.hpp"
#include "workloads/shared_memory.hpp"

#include <cstdint>
#include <span>

namespace interleave {

class pipeline_ledger {
 public:
  // What one consumer has seen.
  class alignas(separate) page {
   public:
    void take(const pipeline_item& item) {
      if (item.producer >= least_.size() || item.index < least_[item.producer]) [[unlikely]]
        note_misplaced(item);
      else
        least_[item.producer] = item.index + 1;
      sum_ += pipeline_plan::take(item);
      ++taken_;
    }

   private:
    friend class pipeline_ledger;
    void note_misplaced(const pipeline_item& item);

    std::span<std::uint32_t> least_;  // by producer: the lowest index that may still come
    digest sum_ = 0;
    std::uint64_t taken_ = 0;
    bool misplaced_ = false;
    pipeline_item first_misplaced_{};
    std::uint32_t least_then_ = 0;
  };

  explicit pipeline_ledger(const pipeline_plan& plan);

  page& of(std::uint32_t consumer) { return pages_[consumer]; }

  // Before a run and after it, while no producer or consumer is running. open() resets the ledger; close() checks it,
  // and finishes task `id` or fails it with the reason.
  void open();
  void close(task_id id, task_log& log);
  // Items that have arrived in all runs since forget().
  std::uint64_t arrived() const { return arrived_; }
  void forget() { arrived_ = 0; }

 private:
  std::uint32_t items_;
  shared_array<page> pages_;
  shared_array<std::uint32_t> least_;
  std::uint64_t arrived_ = 0;
};

}  // namespace interleave
