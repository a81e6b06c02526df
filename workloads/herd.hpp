// The shape `herd`: in_flight tasks that do nothing but wait, all at once, until all are let go. What is measured is
// what a waiting task costs: to make, to keep, to end. One task of the log is one whole herd.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class herd_work : public workload {
 public:
  static constexpr work_shape shape = work_shape::herd;

  // What waiting task `i` adds to its herd's sum once it has waited. No other task's would leave the sum the same.
  virtual std::uint64_t contribution(std::uint64_t i) const = 0;
  // The digest of herd `id`, to whose `sum` `count` tasks have contributed. Called by one thread.
  virtual digest digest_of_herd(task_id id, std::uint64_t count, std::uint64_t sum) const = 0;

  double overlap(int in_flight) const override { return in_flight; }
};

}  // namespace interleave
