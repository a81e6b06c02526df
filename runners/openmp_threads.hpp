// A team of OpenMP threads that stands ready, each where the placement wants it. When this is destroyed they have been
// told to end, so that the process can fork again.
//
// The runtime comes with the compiler, g++'s libgomp or clang's libomp. Between two regions its threads first spin and
// then sleep, as OMP_WAIT_POLICY says.
#pragma once

#include "runners/placement.hpp"

#include <omp.h>

namespace interleave {

class openmp_threads {
 public:
  openmp_threads(int count, const placement& place) : count_(count) {
    // With nested or dynamic teams a region might get fewer threads than it asks for.
    omp_set_dynamic(0);
#pragma omp parallel num_threads(count)
    place.place_worker(omp_get_thread_num());
  }
  ~openmp_threads() { omp_pause_resource_all(omp_pause_hard); }
  openmp_threads(const openmp_threads&) = delete;
  openmp_threads& operator=(const openmp_threads&) = delete;

  int count() const { return count_; }

 private:
  int count_;
};

}  // namespace interleave
