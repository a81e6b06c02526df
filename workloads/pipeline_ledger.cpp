// Resetting and checking.
#include "workloads/pipeline_ledger.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace interleave {

pipeline_ledger::pipeline_ledger(const pipeline_plan& plan)
    : items_(plan.items), pages_(plan.consumers), least_(std::size_t{plan.consumers} * plan.producers) {
  for (std::size_t consumer = 0; consumer < pages_.size(); ++consumer)
    pages_[consumer].least_ = least_.all().subspan(consumer * plan.producers, plan.producers);
}

void pipeline_ledger::open() {
  for (page& p : pages_.all()) {
    std::ranges::fill(p.least_, 0U);
    p.sum_ = 0;
    p.taken_ = 0;
    p.misplaced_ = false;
  }
}

void pipeline_ledger::close(task_id id, task_log& log) {
  std::uint64_t taken = 0;
  digest sum = 0;
  for (std::size_t consumer = 0; consumer < pages_.size(); ++consumer) {
    const page& p = pages_[consumer];
    taken += p.taken_;
    sum += p.sum_;
    if (!p.misplaced_) continue;
    const pipeline_item& item = p.first_misplaced_;
    if (item.producer >= p.least_.size())
      return log.fail(fmt::format("consumer {} got an item of producer {}, who is none", consumer, item.producer));
    return log.fail(fmt::format("consumer {} got item {} of producer {} after item {}", consumer, item.index,
                                item.producer, p.least_then_ - 1));
  }
  arrived_ += taken;
  if (taken != items_) return log.fail(fmt::format("{} items were made, {} arrived", items_, taken));
  log.finish(id, sum);
}

void pipeline_ledger::page::note_misplaced(const pipeline_item& item) {
  if (misplaced_) return;
  misplaced_ = true;
  first_misplaced_ = item;
  least_then_ = item.producer < least_.size() ? least_[item.producer] : 0;
}

}  // namespace interleave
