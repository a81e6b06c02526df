// The threads to which event loops hand what tasks compute: a pool with one per core, never more than tasks in flight.
#pragma once

#include "runners/place_threads.hpp"
#include "runners/runner.hpp"

#include <asio/thread_pool.hpp>

namespace interleave {

class computing_threads {
 public:
  // They are the workers from number `first` on.
  computing_threads(const batch_setup& setup, int first)
      : count_(setup.workers_per_core()), pool_(static_cast<std::size_t>(count_)) {
    place_threads(pool_, count_, setup.place, first);
  }
  int count() const { return count_; }
  asio::thread_pool& pool() { return pool_; }
  // To be called before a loop ends that they hand results back to: a thread may still be about to wake the loop when
  // the result has long been taken there.
  void join() { pool_.join(); }

 private:
  int count_;
  asio::thread_pool pool_;
};

}  // namespace interleave
