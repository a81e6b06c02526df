// Runs the same function for many indices, on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace interleave::tracking {

// Calls work(index) for every index below `count`, in any order. Each thread has its own copy of `work`. The first
// exception stops the work and is rethrown here.
template <class Work>
void for_each_index(std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex failing;
  const auto take = [&] {
    try {
      Work own = work;
      for (std::size_t index = next++; index < count; index = next++) own(index);
    } catch (...) {
      const std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> helpers;
    const std::size_t threads = std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
    try {
      for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(take);
    } catch (const std::system_error&) {
      // No more threads could be started: the existing ones do the work.
    }
    take();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace interleave::tracking
