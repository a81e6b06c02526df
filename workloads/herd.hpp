// The shape `herd`: in_flight tasks that do nothing but wait, all at once, until all are let go. What is measured is
// what a waiting task costs: to make, to keep, to end. One task of the log is one whole herd.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class herd_work : public workload {
 public:
  static constexpr work_shape shape = work_shape::herd;

  // What waiting task `i` gives to its herd once it has waited; sums of other tasks' in its place differ.
  virtual std::uint64_t contribution(std::uint64_t i) const = 0;
  // The digest of herd `id`, to which `count` tasks have given `sum` together. Called by one thread.
  virtual digest digest_of_herd(task_id id, std::uint64_t count, std::uint64_t sum) const = 0;

  double overlap(int in_flight) const override { return in_flight; }
};

}  // namespace interleave
