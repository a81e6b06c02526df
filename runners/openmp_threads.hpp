// A team of OpenMP threads that stands ready, each where the placement wants it. When this is destroyed they have been
// told to end, so that the process can fork again.
//
// Between two regions they first spin and then sleep, as OMP_WAIT_POLICY says.
#pragma once

#include "runners/openmp_runtime.hpp"
#include "runners/placement.hpp"

#include <omp.h>

namespace interleave {

class openmp_threads {
 public:
  // Throws usage_error where a variable of the environment has the runtime give fewer, batch_failure where nothing
  // does.
  openmp_threads(int count, const placement& place) : count_(count) {
    omp_set_dynamic(0);
    int there = 0;
#pragma omp parallel num_threads(count)
    {
#pragma omp atomic
      ++there;
      place.place_worker(omp_get_thread_num());
    }
    if (there != count) refuse_small_team(there, count);
  }
  ~openmp_threads() { omp_pause_resource_all(omp_pause_hard); }
  openmp_threads(const openmp_threads&) = delete;
  openmp_threads& operator=(const openmp_threads&) = delete;

  int count() const { return count_; }

 private:
  int count_;
};

}  // namespace interleave
