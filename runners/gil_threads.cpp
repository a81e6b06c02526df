// gil_threads: threads that share one lock, as CPython's do. A thread computes only while it holds the lock, and
// releases it around every operation that may block, so waits overlap and computing does not. Tasks are taken from a
// queue that the lock protects as well, as in a ThreadPoolExecutor; a thread that finds it empty has nothing left to
// do, because each of the in_flight clients queues its next task before its thread takes one. Shows what a global lock
// does to threads, and nothing of how fast an interpreter is. A task without a checkpoint (noop) keeps the lock to its
// end.
#include "runners/handed_over_lock.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/runner.hpp"
#include "runners/worker_threads.hpp"
#include "workloads/blocking_region.hpp"
#include "workloads/checkpoint.hpp"

#include <deque>
#include <latch>
#include <optional>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace interleave {
namespace {

using global_lock = handed_over_lock<>;

// The lock under which this thread computes, for the hooks that tasks call. Null in threads that have none.
struct under_lock {
  global_lock* lock = nullptr;
  lock_member* me = nullptr;
};
thread_local under_lock here;

// As long as it exists, this thread computes under the lock.
class computing_under {
 public:
  computing_under(global_lock& lock, lock_member& me) {
    lock.take(me);
    here = {&lock, &me};
  }
  ~computing_under() {
    here.lock->let_go(*here.me);
    here = {};
  }
  computing_under(const computing_under&) = delete;
  computing_under& operator=(const computing_under&) = delete;
};

// As long as it exists, tasks report where they block and where they can be interrupted.
class listening {
 public:
  listening() {
    blocking_request = &hooks;
    checkpoint_request = [] {
      if (here.lock != nullptr) here.lock->checkpoint(*here.me);
    };
  }
  ~listening() {
    checkpoint_request = nullptr;
    blocking_request = nullptr;
  }
  listening(const listening&) = delete;
  listening& operator=(const listening&) = delete;

 private:
  static constexpr blocking_listener hooks{.leaves =
                                               [] {
                                                 if (here.lock != nullptr) here.lock->let_go(*here.me);
                                               },
                                           .returns =
                                               [] {
                                                 if (here.lock != nullptr) here.lock->take(*here.me);
                                               }};
};

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.in_flight)),
        members_(static_cast<std::size_t>(setup.blocking_workers())),
        threads_(setup.blocking_workers(), setup.place) {}

  void run() override {
    for (lock_member& member : members_) member.forget();
    const listening hooks;
    log_.start_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) submit_next(i);
    std::latch done(workers());
    for (lock_member& member : members_)
      asio::post(threads_.pool(), [&] {
        run_tasks(member);
        done.count_down();
      });
    done.wait();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(slots_.size()); }

  counters measured() const override { return lock_counters(members_, log_.tasks()); }

 private:
  struct queued_task {
    std::size_t slot;
    task_id id;
  };

  void run_tasks(lock_member& member) {
    const computing_under held(lock_, member);
    while (const std::optional<queued_task> next = take()) {
      slots_[next->slot]->run(task_source(next->id, next->id + 1), log_.slot(next->slot));
      submit_next(next->slot);
    }
  }
  void submit_next(std::size_t slot) {
    if (task_id id = 0; log_.shared_tasks().claim(id)) queue_.push_back({slot, id});
  }
  std::optional<queued_task> take() {
    if (queue_.empty()) return std::nullopt;
    const queued_task next = queue_.front();
    queue_.pop_front();
    return next;
  }

  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::deque<queued_task> queue_;  // under the lock while the threads run
  global_lock lock_;
  std::vector<lock_member> members_;
  worker_threads threads_;
};

}  // namespace

extern const runner_descriptor gil_threads_runner{
    .name = "gil_threads",
    .model_family = family::threads,
    .summary = "threads around one global lock, as in CPython",
    .idiom = "threads and a queue under one lock; it is handed over at checkpoints and released around whatever blocks",
    // Whoever waits for the lock looks at it every 5 ms, as in CPython: 4,096 threads do nothing else.
    .waits_by_default = 1024,
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.blocking_workers()}; },
    .shapes = {runs<batch_work, batch_stage>()},
};

}  // namespace interleave
