// A team of OpenMP threads that stands ready, each where the placement wants it. When this is destroyed they have been
// told to end, so that the process can fork again.
//
// The runtime comes with the compiler, g++'s libgomp or clang's libomp. Between two regions its threads first spin and
// then sleep, as OMP_WAIT_POLICY says.
#pragma once

#include "runners/placement.hpp"
#include "workloads/batch.hpp"

#include <fmt/format.h>
#include <omp.h>

namespace interleave {

class openmp_threads {
 public:
  // Throws batch_failure where the runtime gives fewer.
  openmp_threads(int count, const placement& place) : count_(count) {
    omp_set_dynamic(0);
    int there = 0;
#pragma omp parallel num_threads(count)
    {
#pragma omp atomic
      ++there;
      place.place_worker(omp_get_thread_num());
    }
    if (there != count)
      throw batch_failure(fmt::format(
          "OpenMP has a team of {} threads where {} were asked for; is OMP_THREAD_LIMIT set?", there, count));
  }
  ~openmp_threads() { omp_pause_resource_all(omp_pause_hard); }
  openmp_threads(const openmp_threads&) = delete;
  openmp_threads& operator=(const openmp_threads&) = delete;

  int count() const { return count_; }

 private:
  int count_;
};

}  // namespace interleave
