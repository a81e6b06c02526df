// An event loop with a thread of its own for every core, each with its share of the slots; only the task counter is
// shared.
#pragma once

#include "runners/batch_loop.hpp"

#include <latch>
#include <list>
#include <semaphore>
#include <thread>

namespace interleave {

class per_core_loops {
 public:
  // What tasks compute is handed to `pool` if there is one; it must outlive this.
  explicit per_core_loops(const batch_setup& setup, asio::thread_pool* pool = nullptr)
      : log_(setup.log), slots_(setup.in_flight) {
    const int count = setup.workers_per_core();
    for (int i = 0; i < count; ++i) workers_.emplace_back(setup, i, count, slots_, pool);
    try {
      int index = 0;
      for (worker& w : workers_)
        w.thread = std::jthread([this, &w, i = index++, &place = setup.place] {
          place.place_worker(i);
          work(w);
        });
    } catch (...) {
      end();
      throw;
    }
  }
  ~per_core_loops() { end(); }
  per_core_loops(const per_core_loops&) = delete;
  per_core_loops& operator=(const per_core_loops&) = delete;

  void run() {
    std::latch done(static_cast<std::ptrdiff_t>(workers_.size()));
    done_ = &done;
    log_.start_all();
    for (worker& w : workers_) w.begin.release();
    done.wait();
  }
  int count() const { return static_cast<int>(workers_.size()); }
  int slots() const { return slots_; }

 private:
  struct worker {
    worker(const batch_setup& setup, int index, int workers, int slots, asio::thread_pool* pool)
        : loop(setup, index, workers, slots, pool) {}
    batch_loop loop;
    std::binary_semaphore begin{0};
    std::jthread thread;
  };

  void end() {
    ending_ = true;
    for (worker& w : workers_) w.begin.release();
  }

  void work(worker& w) {
    while (true) {
      w.begin.acquire();
      if (ending_) return;
      w.loop.run();
      done_->count_down();
    }
  }

  batch_log& log_;
  int slots_;
  bool ending_ = false;
  std::latch* done_ = nullptr;
  std::list<worker> workers_;
};

}  // namespace interleave
