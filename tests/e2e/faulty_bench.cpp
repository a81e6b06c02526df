// interleave-bench with faulty workloads: the real measuring code, the real runners.
#include "benchmarks/bench_main.hpp"
#include "faulty_workloads.hpp"

#include <array>

int main(int count, char** values) {
  using namespace interleave;
  const std::array<const workload_descriptor*, 14> workloads{
      &noop_workload,         &faulty_crash_workload,  &faulty_worker_workload, &faulty_target_workload,
      &faulty_file_workload,  &faulty_exit_workload,   &faulty_loop_workload,   &faulty_hog_workload,
      &faulty_throw_workload, &faulty_digest_workload, &faulty_orphan_workload, &faulty_deserter_workload,
      &faulty_peer_workload,  &faulty_gate_workload};
  return bench_main(count, values, {workloads, all_runners()});
}
