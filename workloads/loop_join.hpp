// A join for coroutines: one waits until all that it spawned have ended, in whichever threads they ended.
#pragma once

#include "workloads/first_exception.hpp"

#include <atomic>
#include <exception>
#include <optional>
#include <utility>

#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/dispatch.hpp>
#include <asio/use_awaitable.hpp>

namespace interleave {

class loop_join {
 public:
  // For so many children.
  explicit loop_join(std::size_t children) : awaited_(children + 1) {}

  // Keeps the first exception only.
  void note(std::exception_ptr failure) { failure_.note(std::move(failure)); }
  void one_ended(std::exception_ptr failure) {
    note(std::move(failure));
    arrive();
  }

  // Once, by the coroutine that owns this. Then rethrow_failure() may be called.
  asio::awaitable<void> all_ended() {
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this](resumption&& rest) {
          rest_.emplace(std::move(rest));
          arrive();
        },
        asio::use_awaitable);
  }
  void rethrow_failure() { failure_.rethrow_if_any(); }

 private:
  using resumption = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;

  // The last one to arrive resumes the coroutine, which may destroy this object.
  void arrive() {
    if (awaited_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    resumption rest = std::move(*rest_);
    asio::dispatch(std::move(rest));
  }

  std::atomic<std::size_t> awaited_;
  first_exception failure_;
  std::optional<resumption> rest_;
};

}  // namespace interleave
