// For models that are self-scheduling: workers that take the next task by themselves, with nobody to hand it to them.
// in_flight clients are shared out among them, and each worker serves its clients in turn.
#pragma once

#include "runners/runner.hpp"

#include <cstdint>
#include <vector>

namespace interleave {

class turns {
 public:
  turns(int in_flight, int workers)
      : in_flight_(static_cast<std::size_t>(in_flight)), workers_(static_cast<std::size_t>(workers)) {
    for (std::size_t worker = 0; worker < workers_; ++worker) submitted_.emplace_back(clients_of(worker));
  }

  // Starts the clocks of all clients; a worker records in the slot of its own number.
  void start_all(batch_log& log) {
    for (std::size_t worker = 0; worker < workers_; ++worker) start(log, worker);
  }
  // The same for the clients of one worker: in a process of its own, whose memory no other writes to.
  void start(batch_log& log, std::size_t worker) { log.slot(worker).start(submitted_[worker]); }

 private:
  std::size_t clients_of(std::size_t worker) const { return (in_flight_ - worker + workers_ - 1) / workers_; }

  std::size_t in_flight_;
  std::size_t workers_;
  std::vector<std::vector<std::uint64_t>> submitted_;
};

}  // namespace interleave
