// For models that are self-scheduling: workers that take the next task by themselves, with nobody to hand it to them.
// in_flight clients are shared out among them, and each worker serves its clients in turn.
#pragma once

#include "runners/runner.hpp"
#include "workloads/shared_memory.hpp"

#include <cstdint>

namespace interleave {

class turns {
 public:
  turns(int in_flight, int workers)
      : in_flight_(static_cast<std::size_t>(in_flight)),
        workers_(static_cast<std::size_t>(workers)),
        most_((in_flight_ + workers_ - 1) / workers_ + apart),
        submitted_(workers_ * most_) {}

  // Starts the clocks of all clients; a worker, which may be another process, records in the slot of its own number.
  void start_all(batch_log& log) {
    for (std::size_t worker = 0; worker < workers_; ++worker)
      log.slot(worker).start(submitted_.all().subspan(worker * most_, clients_of(worker)));
  }

 private:
  std::size_t clients_of(std::size_t worker) const { return (in_flight_ - worker + workers_ - 1) / workers_; }

  // Between the times of two workers, so that they share no cache line.
  static constexpr std::size_t apart = separate / sizeof(std::uint64_t);

  std::size_t in_flight_;
  std::size_t workers_;
  std::size_t most_;
  shared_array<std::uint64_t> submitted_;
};

}  // namespace interleave
