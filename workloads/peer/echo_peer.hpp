// The other end of every network workload: a process of its own that answers requests over TCP on the loopback
// interface, so that serving does not happen inside the model under test. Its CPU time is measured separately from the
// cell's.
#pragma once

#include "workloads/io/endpoint.hpp"
#include "workloads/shared_memory.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

#include <sys/types.h>

namespace interleave {

class echo_peer {
 public:
  // What the peer counts; in memory shared with it, so always current.
  struct counters {
    std::atomic<std::uint64_t> served{0};
    std::atomic<std::uint64_t> connections{0};       // open now
    std::atomic<std::uint64_t> outstanding{0};       // requests received and not yet answered
    std::atomic<std::uint64_t> outstanding_most{0};  // the largest `outstanding` ever was
    std::atomic<int> failure{0};                     // errno of what ended the peer, if it ended by itself
  };

  // Forks the peer. Call while this process has one thread. It ends with this object, or with this process.
  echo_peer();
  ~echo_peer();
  echo_peer(const echo_peer&) = delete;
  echo_peer& operator=(const echo_peer&) = delete;

  loopback_endpoint endpoint() const { return endpoint_; }
  pid_t pid() const { return pid_; }
  const counters& counts() const { return shared_[0]; }
  // User and system time of the peer so far. Throws std::runtime_error if the peer is gone.
  std::chrono::nanoseconds cpu_time() const;
  // Throws std::runtime_error that says how the peer ended, if it has.
  void check_alive() const;

 private:
  shared_array<counters> shared_;
  loopback_endpoint endpoint_{};
  pid_t pid_ = -1;
};

}  // namespace interleave
