// Threads that run one event loop together until this ends.
#pragma once

#include "runners/placement.hpp"

#include <thread>
#include <vector>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

namespace interleave {

class loop_thread_pool {
 public:
  loop_thread_pool(asio::io_context& loop, int count, const placement& place) : stays_open_(loop.get_executor()) {
    try {
      for (int i = 0; i < count; ++i)
        threads_.emplace_back([&loop, &place, i] {
          place.place_worker(i);
          loop.run();
        });
    } catch (...) {
      stays_open_.reset();
      throw;
    }
  }
  ~loop_thread_pool() { stays_open_.reset(); }

  int count() const { return static_cast<int>(threads_.size()); }

 private:
  asio::executor_work_guard<asio::io_context::executor_type> stays_open_;
  std::vector<std::jthread> threads_;
};

}  // namespace interleave
