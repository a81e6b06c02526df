// What the pipelines of all models have in common: runs come one after the other, and each is checked before it counts.
#pragma once

#include "runners/pipelines/pipelines.hpp"
#include "workloads/pipeline.hpp"
#include "workloads/pipeline_ledger.hpp"

namespace interleave {

class pipeline_stage : public stage {
 public:
  explicit pipeline_stage(const pipeline_setup& setup)
      : plan_(setup.work.plan()), ledger_(setup.work.plan()), log_(setup.log) {}

  void run() override;
  std::uint64_t units() const override { return ledger_.arrived(); }

 protected:
  // One whole run: returns when every producer and every consumer is done.
  virtual void run_once() = 0;

  int members() const { return static_cast<int>(plan_.members()); }

  // What producer or consumer number `member` does; producers come first.
  template <class Io, class Queue>
  auto start(std::uint32_t member, Io& io, Queue& queue) {
    const std::uint32_t consumer = member - plan_.producers;
    return member < plan_.producers ? produce(plan_, member, io, queue)
                                    : consume(plan_, consumer, io, queue, ledger_.of(consumer));
  }

  const pipeline_plan& plan_;
  pipeline_ledger ledger_;

 private:
  batch_log& log_;
};

}  // namespace interleave
