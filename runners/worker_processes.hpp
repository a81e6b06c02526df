// Forked workers that stand ready and run batch after batch: starting them, waiting for them, noticing when one dies.
//
// The workers share the memory of the batch log; through it they claim tasks and report, unless their owner hands tasks
// to them and keeps the record (process_pool). A semaphore per worker starts a batch; the last worker to finish writes
// one byte to a pipe. The parent watches that pipe and a pidfd of every worker at once, so a worker that crashes is
// noticed when it does, and not as a hang.
#pragma once

#include "runners/runner.hpp"
#include "workloads/io/descriptor.hpp"
#include "workloads/shared_memory.hpp"

#include <functional>
#include <string>
#include <vector>

namespace interleave {

class worker_processes {
 public:
  // Called in worker `index` after the fork; makes what the worker needs and returns what it does for each batch.
  using prepare = std::function<std::function<void()>(int index)>;

  // Forks `count` workers and returns when all are prepared. Call while this process has one thread. Throws
  // batch_failure with the reason if a worker cannot be prepared, std::system_error if one cannot be forked.
  worker_processes(int count, const placement& place, const prepare& prepare_worker);
  // Kills and waits for every worker.
  ~worker_processes();
  worker_processes(const worker_processes&) = delete;
  worker_processes& operator=(const worker_processes&) = delete;

  // One batch in every worker, or in the first `workers`. Throws batch_failure if a worker ends instead.
  void run_batch() { run_batch(count()); }
  void run_batch(int workers);
  // Starts what worker `index` does for a batch without waiting for its end: for a worker whose batch never ends, and
  // which therefore is not among those of run_batch(workers).
  void start(int index);

  // For an owner that waits for more than its workers: wait_for_watched() returns when `fd` is readable, and throws
  // batch_failure if a worker ends instead.
  void watch(int fd);
  void wait_for_watched() { wait_for(watched_event); }
  // wait_to_go_on(), in worker `index`, returns once for each time that the owner calls go_on().
  void go_on();
  void wait_to_go_on(std::size_t index);

  int count() const { return static_cast<int>(workers_.size()); }
  resource_usage usage() const;  // of the last batch
  memory_peaks memory() const;   // as the system keeps it: to be asked for outside the clock

 private:
  struct shared_state;
  struct shared_worker;
  struct worker {
    int pid = -1;
    descriptor pidfd;
  };

  // What epoll says is readable: a worker's pidfd, by its index, or one of these.
  static constexpr std::uint64_t done_event = std::uint64_t{1} << 32;
  static constexpr std::uint64_t watched_event = done_event + 1;

  [[noreturn]] void be_a_worker(int index, int parent, const placement& place, const prepare& prepare_worker);
  void wait_until_all_done();
  void watch(int fd, std::uint64_t event);
  void wait_for(std::uint64_t event);
  [[noreturn]] void report_death(std::size_t index);
  void kill_all();

  shared_array<shared_state> state_;
  shared_array<shared_worker> shared_workers_;
  descriptor done_reader_;
  descriptor done_writer_;
  descriptor epoll_;
  std::vector<worker> workers_;
};

}  // namespace interleave
