// The loop that runs inside the peer's process.
#pragma once

#include "workloads/io/descriptor.hpp"
#include "workloads/peer/echo_peer.hpp"

namespace interleave {

// Serves connections accepted from `listener` until a system call fails for good; returns its errno. Single-threaded.
int serve(descriptor listener, echo_peer::counters& counts);

}  // namespace interleave
