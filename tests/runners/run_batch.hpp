// One workload under one runner, prepared as the measuring executable does it, but without clock and resource counters.
#pragma once

#include "runners/runner.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace interleave {

// A workload's defaults, but for those of these parameters that it has.
inline parameter_values defaults_but(const workload_descriptor& work,
                                     std::initializer_list<std::pair<std::string_view, std::string_view>> changed) {
  parameter_values values = work.defaults();
  for (const auto& [name, text] : changed)
    for (const parameter& p : work.parameters)
      if (p.name == name) values.set(name, text);
  return values;
}

class staged {
 public:
  staged(const workload_descriptor& described, const workload& work, const runner_descriptor& runner, int in_flight,
         placement_policy policy = placement_policy::free)
      : place_(policy),
        log_(log_slots(described.shape, in_flight), work.expected()),
        stage_(make_stage(runner, described, work, log_, in_flight, place_)) {}

  // Throws batch_failure unless every task was done exactly once and correctly.
  void run(task_id tasks) {
    log_.reset(tasks);
    stage_->run();
    log_.check();
  }
  batch_log& log() { return log_; }
  stage& running() { return *stage_; }
  const placement& place() const { return place_; }

 private:
  placement place_;
  batch_log log_;
  std::unique_ptr<stage> stage_;
};

}  // namespace interleave
