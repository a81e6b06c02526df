// A coroutine that makes a value each time it is asked for one: what is needed here of C++23's std::generator.
// Its frame is allocated when it is called; asking for a value is one resumption and allocates nothing.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace interleave {

// T must be cheap to copy. The coroutine must not return before the last value that is asked for.
template <class T>
class [[nodiscard]] generator {
 public:
  struct promise_type {
    T value{};
    std::exception_ptr failure;

    generator get_return_object() { return generator(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T made) noexcept {
      value = made;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { failure = std::current_exception(); }
  };

  generator(generator&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  generator& operator=(generator&&) = delete;
  ~generator() {
    if (frame_) frame_.destroy();
  }

  // The next value, or the exception that ended the coroutine.
  T next() {
    frame_.resume();
    if (frame_.promise().failure) [[unlikely]]
      std::rethrow_exception(std::exchange(frame_.promise().failure, nullptr));
    return frame_.promise().value;
  }

 private:
  explicit generator(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  std::coroutine_handle<promise_type> frame_;
};

}  // namespace interleave
