// Workloads for tests only: each fails in one way that a real one could.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

extern const workload_descriptor noop_workload;
extern const workload_descriptor faulty_crash_workload;     // SIGSEGV
extern const workload_descriptor faulty_worker_workload;    // SIGSEGV in worker processes only
extern const workload_descriptor faulty_target_workload;    // SIGKILL in worker processes only
extern const workload_descriptor faulty_file_workload;      // finds the disk full
extern const workload_descriptor faulty_exit_workload;      // _exit(3)
extern const workload_descriptor faulty_loop_workload;      // never ends
extern const workload_descriptor faulty_hog_workload;       // takes memory without end
extern const workload_descriptor faulty_throw_workload;     // throws
extern const workload_descriptor faulty_digest_workload;    // one wrong result
extern const workload_descriptor faulty_orphan_workload;    // good, but leaves a process behind
extern const workload_descriptor faulty_deserter_workload;  // leaves a process behind, and then never ends
extern const workload_descriptor faulty_peer_workload;      // its server dies
extern const workload_descriptor faulty_gate_workload;      // good; but see faulty_workloads.cpp

}  // namespace interleave
