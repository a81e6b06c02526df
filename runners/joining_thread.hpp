// A thread that is joined when it is destroyed or replaced: std::jthread without the stop state, which that allocates
// for every thread, and which a thread that runs one task has no use for.
#pragma once

#include <thread>
#include <utility>

namespace interleave {

class joining_thread {
 public:
  joining_thread() = default;
  template <class F>
  explicit joining_thread(F&& body) : thread_(std::forward<F>(body)) {}
  joining_thread(joining_thread&&) noexcept = default;
  joining_thread& operator=(joining_thread&& other) noexcept {
    join();
    thread_ = std::move(other.thread_);
    return *this;
  }
  ~joining_thread() { join(); }

  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::thread thread_;
};

}  // namespace interleave
