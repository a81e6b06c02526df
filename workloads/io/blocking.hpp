// The blocking I/O policy: every operation completes inside the call, so `co_await` on it never suspends and a body
// written as a coroutine runs straight through, on the thread that called it.
#pragma once

#include "workloads/blocking_region.hpp"
#include "workloads/io/frame_recycler.hpp"
#include "workloads/io/system.hpp"

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

namespace interleave::blocking {

// What an operation hands back: its result, already there.
template <class T = void>
struct ready {
  T value;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::move(value); }
};
template <>
struct ready<void> {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};

// A coroutine that starts at once and never suspends: when the call returns, it is done. T must be movable.
template <class T>
class [[nodiscard]] task {
 public:
  struct promise_type {
    std::optional<T> value;
    std::exception_ptr failure;

    task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T result) { value = std::move(result); }
    void unhandled_exception() { failure = std::current_exception(); }

    static void* operator new(std::size_t bytes) { return frame_recycler::allocate(bytes); }
    static void operator delete(void* memory, std::size_t bytes) { frame_recycler::deallocate(memory, bytes); }
  };

  task(task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  task& operator=(task&&) = delete;
  ~task() {
    if (frame_) frame_.destroy();
  }

  // The result, or the exception that ended the body. Once only.
  T get() {
    if (frame_.promise().failure) [[unlikely]]
      std::rethrow_exception(frame_.promise().failure);
    return *std::move(frame_.promise().value);
  }

  // A body may await another.
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return get(); }

 private:
  explicit task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  std::coroutine_handle<promise_type> frame_;
};

struct watched_descriptor {
  int fd;
};

class io {
 public:
  template <class T>
  using task = blocking::task<T>;
  using connection = descriptor;
  using file = descriptor;
  using watched = watched_descriptor;

  // Outside the clock; they throw std::system_error.
  connection connect(loopback_endpoint endpoint) { return connect_to(endpoint); }
  file open(const std::filesystem::path& path, open_options options) { return open_for_reading(path, options); }

  // Each transfers the whole buffer or throws.
  ready<> write(connection&, std::span<const std::byte>);
  ready<> read(connection&, std::span<std::byte>);
  // What is there, as soon as anything is; 0 where the peer has closed. `bytes` is not empty.
  ready<std::size_t> read_some(connection&, std::span<std::byte> bytes);
  // false: not everything was there by `deadline`; the connection is then good for nothing but reopen().
  ready<bool> read_before(connection&, std::span<std::byte>, std::chrono::steady_clock::time_point deadline);
  // Closes by reset, whatever may still come, and connects anew.
  ready<> reopen(connection&, loopback_endpoint);
  ready<> read_at(file&, std::uint64_t offset, std::span<std::byte>);
  ready<> wait(std::chrono::nanoseconds);
  // A descriptor that belongs to a library, which reads and writes it itself once the wait is over.
  watched watch(int fd) { return {fd}; }
  ready<> until_readable(watched&);
  ready<> until_writable(watched&);
  // What a waiting task computes, so that a model may do it elsewhere. `f` is named by the caller, because g++ 12
  // destroys temporaries twice that stand beside a co_await.
  template <class F>
  ready<std::invoke_result_t<F&>> compute(F& f) {
    return {f()};
  }
  // A call that blocks its thread, of a library that has no other way; named by the caller too.
  template <class F>
  ready<std::invoke_result_t<F&>> call(F& f) {
    const blocking_region region;
    return {f()};
  }
};

}  // namespace interleave::blocking
