// Herds of coroutines, each waiting on a timer of its own on one event loop: as asio::co_spawn makes them, and lean.
//
// The lean coroutine leaves out everything that a task which only waits has no use for: a result, a chain of awaiting
// frames, a type-erased executor, a cancellation slot. Its frame holds the timer, and the timer's handler owns the
// frame.
#include "runners/herds/herd.hpp"

#include <chrono>
#include <coroutine>
#include <exception>
#include <ranges>
#include <stdexcept>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace interleave {
namespace {

// What both have in common.
template <class Timer>
class loop_herd : public herd {
 public:
  loop_herd(const herd_work& work, std::uint64_t count) : work_(work) { timers_.reserve(count); }

  void grow(std::uint64_t more) override {
    for (; more > 0; --more) start(made_++);
    loop_.restart();
    loop_.poll();  // runs each as far as its wait
    if (timers_.size() != made_) throw std::logic_error("a coroutine does not wait");
  }
  void let_go() override {
    // From the last to the first: the last are leaves of the heap in which Asio keeps its timers, so removing them
    // moves nothing else.
    for (Timer* timer : timers_ | std::views::reverse) timer->cancel();
    timers_.clear();
    loop_.restart();
    loop_.run();
  }
  std::uint64_t ended() const override { return ended_; }
  std::uint64_t sum() const override { return sum_; }

 protected:
  virtual void start(std::uint64_t i) = 0;
  // The timer never fires: it ends by being cancelled.
  static constexpr auto never = std::chrono::steady_clock::time_point::max();

  asio::io_context& loop() { return loop_; }
  void note_waiting(Timer& timer) { timers_.push_back(&timer); }
  void note_end(std::uint64_t i) {
    sum_ += work_.contribution(i);
    ++ended_;
  }

 private:
  const herd_work& work_;
  asio::io_context loop_{1};
  std::vector<Timer*> timers_;
  std::uint64_t made_ = 0;
  std::uint64_t ended_ = 0;
  std::uint64_t sum_ = 0;
};

class spawned_herd final : public loop_herd<asio::steady_timer> {
 public:
  using loop_herd::loop_herd;

 private:
  void start(std::uint64_t i) override { asio::co_spawn(loop(), wait(i), asio::detached); }

  asio::awaitable<void> wait(std::uint64_t i) {
    asio::steady_timer timer(co_await asio::this_coro::executor, never);
    note_waiting(timer);
    asio::error_code cancelled;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    note_end(i);
  }
};

// Starts at once, runs up to its first wait, and frees itself when it ends.
struct lean_coroutine {
  struct promise_type {
    lean_coroutine get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// Asio's timer with the executor of this kind of loop: 72 bytes. steady_timer, made for loops of any kind, takes 120.
using lean_timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                              asio::io_context::executor_type>;

// The timer's handler. It owns the frame until it resumes it, so that a loop which is destroyed destroys its
// coroutines.
class resumes_once {
 public:
  explicit resumes_once(std::coroutine_handle<> frame) : frame_(frame) {}
  resumes_once(resumes_once&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  resumes_once& operator=(resumes_once&&) = delete;
  ~resumes_once() {
    if (frame_) frame_.destroy();
  }
  void operator()(const asio::error_code&) { std::exchange(frame_, nullptr).resume(); }

 private:
  std::coroutine_handle<> frame_;
};

struct until_cancelled {
  lean_timer& timer;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> frame) { timer.async_wait(resumes_once(frame)); }
  void await_resume() const noexcept {}
};

class lean_herd final : public loop_herd<lean_timer> {
 public:
  using loop_herd::loop_herd;

 private:
  void start(std::uint64_t i) override { wait(i); }

  lean_coroutine wait(std::uint64_t i) {
    lean_timer timer(loop(), never);
    note_waiting(timer);
    co_await until_cancelled{timer};
    note_end(i);
  }
};

template <class Herd>
std::unique_ptr<stage> stage_of(const herd_setup& setup) {
  return make_herd_stage(setup, 1, [](const herd_work& work, std::uint64_t count, const placement&) {
    return std::make_unique<Herd>(work, count);
  });
}

}  // namespace

std::unique_ptr<stage> herd_of_lean_coroutines(const herd_setup& setup) {
  return stage_of<lean_herd>(setup);
}
std::unique_ptr<stage> herd_of_spawned_coroutines(const herd_setup& setup) {
  return stage_of<spawned_herd>(setup);
}

}  // namespace interleave
