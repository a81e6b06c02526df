// The peer of the network workloads that need no protocol: it answers frames of 64 bytes over TCP on the loopback
// interface.
#pragma once

#include "workloads/io/endpoint.hpp"
#include "workloads/peer/peer_server.hpp"
#include "workloads/shared_memory.hpp"

#include <atomic>
#include <cstdint>

namespace interleave {

class echo_peer final : public peer_server {
 public:
  // What the peer counts; in memory shared with it, so always current.
  struct counters {
    std::atomic<std::uint64_t> served{0};
    std::atomic<std::uint64_t> connections{0};       // open now
    std::atomic<std::uint64_t> outstanding{0};       // requests received and not yet answered
    std::atomic<std::uint64_t> outstanding_most{0};  // the largest `outstanding` ever was
    std::atomic<int> failure{0};                     // errno of what ended the peer, if it ended by itself
  };

  // Call while this process has one thread.
  echo_peer();

  loopback_endpoint endpoint() const { return endpoint_; }
  const counters& counts() const { return shared_[0]; }

 private:
  std::string last_words() const override;

  shared_array<counters> shared_{1};
  loopback_endpoint endpoint_{};
};

}  // namespace interleave
