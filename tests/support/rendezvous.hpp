// A workload for tests: every task waits until as many tasks are outstanding as the parameter `meet` says, and the
// workload records the maximum. A runner that admits fewer never gets there; one that admits more is found out.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

extern const workload_descriptor rendezvous_workload;

// The most tasks that were outstanding at once, in any process, since the last call of make().
std::uint64_t rendezvous_most_outstanding();

}  // namespace interleave
