// One workload under one runner, as the measuring executable prepares it, without clock and accounts.
#pragma once

#include "runners/runner.hpp"

namespace interleave {

class staged {
 public:
  staged(const workload& work, const runner_descriptor& runner, int in_flight,
         placement_policy policy = placement_policy::free)
      : place_(policy),
        log_(in_flight, work.expected()),
        stage_(runner.batch({.work = work, .log = log_, .in_flight = in_flight, .place = place_})) {}

  // Throws batch_failure unless every task was done exactly once and right.
  void run(task_id tasks) {
    log_.reset(tasks);
    stage_->run();
    log_.check();
  }
  batch_log& log() { return log_; }
  batch_stage& stage() { return *stage_; }
  const placement& place() const { return place_; }

 private:
  placement place_;
  batch_log log_;
  std::unique_ptr<batch_stage> stage_;
};

}  // namespace interleave
