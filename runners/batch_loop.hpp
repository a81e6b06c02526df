// One of several event loops that run a batch together, with its share of the slots: those whose number leaves the
// remainder `index` when divided by `loops`.
#pragma once

#include "runners/make_loop_slots.hpp"
#include "workloads/io/event_loop.hpp"

#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

namespace interleave {

class batch_loop {
 public:
  // What tasks compute is handed to `pool` if there is one; it must outlive the loop.
  batch_loop(const batch_setup& setup, int index, int loops, int all_slots, asio::thread_pool* pool = nullptr)
      : log_(setup.log),
        first_(static_cast<std::size_t>(index)),
        step_(static_cast<std::size_t>(loops)),
        slots_(make_loop_slots(setup.work, handing_computing_to(pool), (all_slots - index + loops - 1) / loops)) {}

  // Runs this loop's share of the batch in the calling thread. The clocks of its slots have been started.
  void run() {
    loop_.restart();
    for (std::size_t i = 0; i < slots_.size(); ++i)
      asio::co_spawn(loop_, slots_[i]->run(log_.shared_tasks(), log_of(i)), asio::detached);
    loop_.run();
  }

 private:
  asio::io_context& handing_computing_to(asio::thread_pool* pool) {
    if (pool != nullptr) event_loop::hand_computing_to(loop_, *pool);
    return loop_;
  }

  task_log& log_of(std::size_t i) { return log_.slot(first_ + i * step_); }

  batch_log& log_;
  std::size_t first_;
  std::size_t step_;
  asio::io_context loop_{1};
  std::vector<std::unique_ptr<loop_slot>> slots_;
};

}  // namespace interleave
