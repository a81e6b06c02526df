// The side that makes values is a thread or process of its own, which stands ready: every value is asked for and handed
// over, which takes two wake-ups.
#include "runners/streams/stream_stage.hpp"
#include "runners/streams/streams.hpp"
#include "runners/worker_processes.hpp"
#include "runners/worker_threads.hpp"
#include "workloads/io/system.hpp"
#include "workloads/shared_memory.hpp"

#include <latch>

#include <semaphore.h>

namespace interleave {
namespace {

// Carries one value at a time from the maker to the reader.
class hand_over {
 public:
  explicit hand_over(bool between_processes) {
    const int shared = between_processes ? 1 : 0;
    if (sem_init(&asked_, shared, 0) != 0 || sem_init(&given_, shared, 0) != 0) throw_errno("sem_init");
  }
  hand_over(const hand_over&) = delete;
  hand_over& operator=(const hand_over&) = delete;

  void make(std::uint64_t items) {
    stream_values values;
    for (std::uint64_t i = 0; i < items; ++i) {
      wait_for(asked_);
      value_ = values.next();
      sem_post(&given_);
    }
  }
  stream_reader read(std::uint64_t items) {
    stream_reader reader;
    for (std::uint64_t i = 0; i < items; ++i) {
      sem_post(&asked_);
      wait_for(given_);
      reader.take(value_);
    }
    return reader;
  }

 private:
  static void wait_for(sem_t& semaphore) {
    while (sem_wait(&semaphore) != 0) {
    }
  }
  sem_t asked_{};
  sem_t given_{};
  std::uint64_t value_ = 0;
};

class thread_pool_stream final : public stream_stage {
 public:
  explicit thread_pool_stream(const stream_setup& setup) : stream_stage(setup), threads_(2, setup.place) {}
  int workers() const override { return 2; }

 private:
  stream_reader read_all() override {
    stream_reader reader;
    std::latch done(2);
    asio::post(threads_.pool(), [&] {
      values_.make(items_);
      done.count_down();
    });
    asio::post(threads_.pool(), [&] {
      reader = values_.read(items_);
      done.count_down();
    });
    done.wait();
    return reader;
  }

  hand_over values_{false};
  worker_threads threads_;
};

class process_pool_stream final : public stream_stage {
 public:
  explicit process_pool_stream(const stream_setup& setup)
      : stream_stage(setup), processes_(2, setup.place, [this](int index) -> std::function<void()> {
          if (index == 0) return [this] { shared_[0].values.make(items_); };
          return [this] { shared_[0].reader = shared_[0].values.read(items_); };
        }) {}

  void run() override {
    used_ = {};
    stream_stage::run();
  }
  int workers() const override { return processes_.count(); }
  resource_usage worker_usage() const override { return used_; }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  struct shared_state {
    hand_over values{true};
    stream_reader reader;
  };

  stream_reader read_all() override {
    processes_.run_batch();
    used_ += processes_.usage();
    return shared_[0].reader;
  }

  shared_array<shared_state> shared_{1};
  worker_processes processes_;
  resource_usage used_;  // of all runs since run() began
};

}  // namespace

std::unique_ptr<stage> make_thread_pool_stream(const stream_setup& setup) {
  return std::make_unique<thread_pool_stream>(setup);
}
std::unique_ptr<stage> make_process_pool_stream(const stream_setup& setup) {
  return std::make_unique<process_pool_stream>(setup);
}

}  // namespace interleave
