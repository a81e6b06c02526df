// fork, semaphores in shared memory, pidfd and epoll.
#include "runners/worker_processes.hpp"

#include "runners/system/pidfd.hpp"
#include "workloads/ended_process.hpp"
#include "workloads/failures.hpp"
#include "workloads/io/system.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>

#include <fcntl.h>
#include <fmt/format.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {

struct worker_processes::shared_state {
  std::atomic<int> still_busy{0};
  first_failure failure;
};

struct alignas(separate) worker_processes::shared_worker {
  sem_t begin{};
  sem_t go_on{};
  resource_usage usage;
};

worker_processes::worker_processes(int count, const placement& place, const prepare& prepare_worker)
    : state_(1), shared_workers_(static_cast<std::size_t>(count)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0) throw_errno("epoll_create1");
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("pipe to the worker processes");
  done_reader_ = descriptor(ends[0]);
  done_writer_ = descriptor(ends[1]);
  watch(done_reader_.get(), done_event);
  for (shared_worker& w : shared_workers_.all())
    if (sem_init(&w.begin, 1, 0) != 0 || sem_init(&w.go_on, 1, 0) != 0) throw_errno("sem_init");

  state_[0].still_busy = count;
  const pid_t parent = getpid();
  try {
    for (int i = 0; i < count; ++i) {
      const pid_t pid = fork();
      if (pid < 0) throw_errno(fmt::format("fork worker {} of {}", i + 1, count));
      if (pid == 0) be_a_worker(i, parent, place, prepare_worker);
      workers_.push_back({.pid = pid, .pidfd = descriptor(open_pidfd(pid))});
      if (workers_.back().pidfd.get() < 0) throw refused(why_no_pidfd(errno));
      watch(workers_.back().pidfd.get(), static_cast<std::uint64_t>(i));
    }
    wait_until_all_done();
  } catch (...) {
    kill_all();
    throw;
  }
}

worker_processes::~worker_processes() {
  kill_all();
}

void worker_processes::kill_all() {
  for (const worker& w : workers_) kill(w.pid, SIGKILL);
  for (const worker& w : workers_)
    while (waitpid(w.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  workers_.clear();
}

void worker_processes::be_a_worker(int index, int parent, const placement& place, const prepare& prepare_worker) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  shared_state& state = state_[0];
  const auto done = [&] {
    if (state.still_busy.fetch_sub(1) == 1)
      while (write(done_writer_.get(), "", 1) < 0 && errno == EINTR) {
      }
  };
  try {
    workers_.clear();  // closes the siblings' descriptors
    place.place_worker(index);
    const std::function<void()> batch = prepare_worker(index);
    shared_worker& mine = shared_workers_[static_cast<std::size_t>(index)];
    done();
    while (true) {
      while (sem_wait(&mine.begin) != 0) {
      }
      // Under the clock, 0.6 us each: read outside of it, they would need wake-ups that the batch is charged with.
      const resource_usage before = usage_of_self();
      batch();
      mine.usage = usage_of_self() - before;
      done();
    }
  } catch (const std::exception& e) {
    state.failure.note(e);
  } catch (...) {
  }
  _exit(1);
}

void worker_processes::run_batch(int workers) {
  state_[0].still_busy = workers;
  for (int i = 0; i < workers; ++i) start(i);
  wait_until_all_done();
}

void worker_processes::start(int index) {
  sem_post(&shared_workers_[static_cast<std::size_t>(index)].begin);
}

void worker_processes::go_on() {
  for (shared_worker& w : shared_workers_.all()) sem_post(&w.go_on);
}

void worker_processes::wait_to_go_on(std::size_t index) {
  while (sem_wait(&shared_workers_[index].go_on) != 0) {
  }
}

void worker_processes::watch(int fd) {
  watch(fd, watched_event);
}

void worker_processes::watch(int fd, std::uint64_t event) {
  epoll_event wanted{};
  wanted.events = EPOLLIN;
  wanted.data.u64 = event;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &wanted) != 0) throw_errno("epoll_ctl");
}

void worker_processes::wait_for(std::uint64_t event) {
  while (true) {
    epoll_event seen{};
    const int count = epoll_wait(epoll_.get(), &seen, 1, -1);
    if (count < 0 && errno != EINTR) throw_errno("epoll_wait for the worker processes");
    if (count == 1 && seen.data.u64 == event) return;
    if (count == 1 && seen.data.u64 < workers_.size()) report_death(seen.data.u64);
  }
}

void worker_processes::wait_until_all_done() {
  wait_for(done_event);
  char byte = 0;
  while (read(done_reader_.get(), &byte, 1) < 0 && errno == EINTR) {
  }
}

void worker_processes::report_death(std::size_t index) {
  const worker dead = std::move(workers_[index]);
  workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
  int status = 0;
  while (waitpid(dead.pid, &status, 0) < 0 && errno == EINTR) {
  }
  state_[0].failure.throw_if_any("a worker process failed");
  throw_lost("a worker process was lost", status);
}

resource_usage worker_processes::usage() const {
  resource_usage total;
  for (const shared_worker& w : shared_workers_.all()) total += w.usage;
  return total;
}

memory_peaks worker_processes::memory() const {
  memory_peaks peaks;
  for (const worker& w : workers_) peaks += peaks_of(w.pid);
  return peaks;
}

}  // namespace interleave
