// A herd of threads: each with a stack of the default size, waiting on one condition variable.
#include "runners/herds/herd.hpp"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

namespace interleave {
namespace {

class thread_herd final : public herd {
 public:
  thread_herd(const herd_work& work, std::uint64_t count, const placement& place)
      : work_(work), count_(count), place_(place) {
    threads_.reserve(count);
  }
  ~thread_herd() override { let_go(); }

  void grow(std::uint64_t more) override {
    for (; more > 0; --more) {
      const std::uint64_t i = threads_.size();
      try {
        threads_.emplace_back([this, i] { wait(i); });
      } catch (const std::system_error& e) {
        throw_not_made("thread", i + 1, count_, e.code().value());
      }
    }
    std::unique_lock lock(mutex_);
    one_more_waits_.wait(lock, [this] { return waiting_ == threads_.size(); });
  }
  void let_go() override {
    {
      const std::lock_guard lock(mutex_);
      is_let_go_ = true;
    }
    all_may_go_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  std::uint64_t ended() const override { return ended_; }
  std::uint64_t sum() const override { return sum_; }

 private:
  void wait(std::uint64_t i) {
    place_.place_worker(static_cast<int>(i));
    std::unique_lock lock(mutex_);
    // The mutex is released only by waiting, so whoever reads the count under the mutex counts threads that wait.
    ++waiting_;
    one_more_waits_.notify_one();
    all_may_go_.wait(lock, [this] { return is_let_go_; });
    sum_ += work_.contribution(i);
    ++ended_;
  }

  const herd_work& work_;
  std::uint64_t count_;
  const placement& place_;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable one_more_waits_;
  std::condition_variable all_may_go_;
  bool is_let_go_ = false;
  std::uint64_t waiting_ = 0;
  std::uint64_t ended_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace

std::unique_ptr<stage> herd_of_threads(const herd_setup& setup) {
  return make_herd_stage(setup, setup.in_flight,
                         [](const herd_work& work, std::uint64_t count, const placement& place) {
                           return std::make_unique<thread_herd>(work, count, place);
                         });
}

}  // namespace interleave
