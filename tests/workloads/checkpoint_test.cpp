// The checkpoints at which computing work can be asked to give way.
#include "workloads/checkpoint.hpp"

#include "workloads/workload.hpp"

#include <array>

#include <gtest/gtest.h>

namespace interleave {
namespace {

int visits = 0;

TEST(checkpoint, does_nothing_while_nobody_asks) {
  visits = 0;
  checkpoint();
  EXPECT_EQ(visits, 0);
}

// A model in which tasks hand over the lock needs checkpoints in the work.
TEST(checkpoint, is_reached_several_times_by_every_task_that_computes) {
  for (const workload_descriptor* descriptor : all_workloads()) {
    if (descriptor->shape != work_shape::batch) continue;
    if (descriptor->kind != workload_kind::cpu && descriptor->kind != workload_kind::mixed) continue;
    if (!descriptor->without_checkpoints.empty()) continue;
    const auto work = descriptor->make(descriptor->defaults());
    const auto slot = dynamic_cast<const batch_work&>(*work).make_blocking_slot();
    batch_log log(1, work->expected());
    log.reset(1);
    visits = 0;
    checkpoint_request = [] { ++visits; };
    log.slot(0).start();
    slot->run(log.shared_tasks(), log.slot(0));
    checkpoint_request = nullptr;
    EXPECT_NO_THROW(log.check()) << descriptor->name;
    EXPECT_GE(visits, 4) << descriptor->name;
  }
}

}  // namespace
}  // namespace interleave
