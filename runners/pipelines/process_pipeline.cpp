// A standing process for each producer and each consumer, around a ring in shared memory.
//
// The ring was chosen by measurement, on two cores with 2 producers and 2 consumers: with room for 64 items it takes
// 0.2 us an item, with room for 256 items 0.07 us. A pipe takes 0.6 to 1.0 us, because every item is a system call on
// each side, and its capacity cannot be set to a number of items. The textbook's ring with two semaphores, which count
// items and free places, takes 0.7 to 1.2 us: while any process sleeps, every post is a system call. So here a process
// is woken only if it sleeps. Condition variables in place of the two semaphores take 0.1 to 0.6 us.
#include "runners/pipelines/pipeline_stage.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/worker_processes.hpp"
#include "workloads/io/blocking.hpp"
#include "workloads/pipeline_body.hpp"

#include <pthread.h>
#include <semaphore.h>

namespace interleave {
namespace {

// The processes of one side, producers or consumers, that sleep until the other side has made room or an item.
class sleepers {
 public:
  sleepers() {
    if (sem_init(&woken_, 1, 0) != 0) throw_errno("sem_init");
  }
  // Called with the lock held; without it while asleep.
  void sleep(pthread_mutex_t& lock) {
    ++count_;
    pthread_mutex_unlock(&lock);
    while (sem_wait(&woken_) != 0) {
    }
    pthread_mutex_lock(&lock);
  }
  // Called with the lock held: whether wake_one() must be called once it is free.
  bool take_one() {
    if (count_ == 0) return false;
    --count_;
    return true;
  }
  void wake_one() { sem_post(&woken_); }

 private:
  sem_t woken_{};
  std::uint32_t count_ = 0;
};

// Used by all processes that share its memory. If a worker dies holding the lock the others stop; the parent notices
// the death.
class process_queue {
 public:
  explicit process_queue(std::uint32_t capacity) : slots_(capacity), shared_(1) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    const int error = pthread_mutex_init(&shared_[0].lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
    if (error != 0) throw std::system_error(error, std::generic_category(), "a mutex between processes");
  }

  blocking::ready<> push(const pipeline_item& item) {
    state& s = shared_[0];
    pthread_mutex_lock(&s.lock);
    while (s.filled == slots_.size()) s.wanting_room.sleep(s.lock);
    slots_[(s.first + s.filled++) % slots_.size()] = item;
    const bool wake = s.wanting_items.take_one();
    pthread_mutex_unlock(&s.lock);
    if (wake) s.wanting_items.wake_one();
    return {};
  }

  blocking::ready<pipeline_item> pop() {
    state& s = shared_[0];
    pthread_mutex_lock(&s.lock);
    while (s.filled == 0) s.wanting_items.sleep(s.lock);
    const pipeline_item item = slots_[s.first];
    s.first = (s.first + 1) % slots_.size();
    --s.filled;
    const bool wake = s.wanting_room.take_one();
    pthread_mutex_unlock(&s.lock);
    if (wake) s.wanting_room.wake_one();
    return {item};
  }

 private:
  struct state {
    pthread_mutex_t lock{};
    std::size_t first = 0;
    std::size_t filled = 0;
    sleepers wanting_room;
    sleepers wanting_items;
  };
  shared_array<pipeline_item> slots_;
  shared_array<state> shared_;
};

class process_pool_pipeline final : public pipeline_stage {
 public:
  explicit process_pool_pipeline(const pipeline_setup& setup)
      : pipeline_stage(setup),
        queue_(setup.work.plan().capacity),
        processes_(members(), setup.place, [this](int index) -> std::function<void()> {
          return [this, member = static_cast<std::uint32_t>(index)] {
            blocking::io io;
            start(member, io, queue_).get();
          };
        }) {}

  void run() override {
    used_ = {};
    pipeline_stage::run();
  }
  int workers() const override { return processes_.count(); }
  resource_usage worker_usage() const override { return used_; }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  void run_once() override {
    processes_.run_batch();
    used_ += processes_.usage();
  }

  process_queue queue_;
  worker_processes processes_;
  resource_usage used_;  // of all runs since run() began
};

}  // namespace

std::unique_ptr<stage> make_process_pool_pipeline(const pipeline_setup& setup) {
  return std::make_unique<process_pool_pipeline>(setup);
}

}  // namespace interleave
