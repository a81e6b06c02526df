// The first exception of several threads that work on the same thing.
#pragma once

#include <atomic>
#include <exception>
#include <utility>

namespace interleave {

class first_exception {
 public:
  // From any thread. Nothing is kept of a null pointer, nor of any exception after the first.
  void note(std::exception_ptr failure) noexcept {
    if (failure && !is_taken_.exchange(true)) failure_ = std::move(failure);
  }
  // Runs `work` and notes what it throws.
  template <class Work>
  void guard(Work&& work) noexcept {
    try {
      std::forward<Work>(work)();
    } catch (...) {
      note(std::current_exception());
    }
  }
  // Once the others have ended, and the caller has synchronized with their end.
  void rethrow_if_any() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::atomic<bool> is_taken_{false};
  std::exception_ptr failure_;
};

}  // namespace interleave
