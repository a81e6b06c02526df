// A herd of processes: each is forked and reads from a pipe into which nothing is written. They end when the parent
// closes the pipe, which also happens if the parent dies.
#include "runners/herds/herd.hpp"
#include "workloads/ended_process.hpp"
#include "workloads/io/descriptor.hpp"
#include "workloads/io/system.hpp"
#include "workloads/shared_memory.hpp"

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace interleave {
namespace {

class process_herd final : public herd {
 public:
  process_herd(const herd_work& work, std::uint64_t count, const placement& place)
      : work_(work), count_(count), place_(place), shared_(1) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("make the pipe that the processes wait at");
    gate_ = descriptor(ends[0]);
    gate_keeper_ = descriptor(ends[1]);
    if (sem_init(&shared_[0].all_wait, 1, 0) != 0) throw_errno("sem_init");
    processes_.reserve(count);
  }
  ~process_herd() override {
    for (const pid_t process : processes_) kill(process, SIGKILL);
    for (const pid_t process : processes_) wait_for(process);
  }

  void grow(std::uint64_t more) override {
    shared_[0].wanted = processes_.size() + more;
    if (more == 0) return;
    for (; more > 0; --more) {
      const std::uint64_t i = processes_.size();
      const pid_t process = fork();
      if (process < 0) throw_not_made("process", i + 1, count_, errno);
      if (process == 0) be_a_task(i);
      processes_.push_back(process);
    }
    wait_until_all_wait();
  }
  void let_go() override {
    gate_keeper_.reset();
    while (!processes_.empty()) {
      const pid_t process = processes_.back();
      processes_.pop_back();
      if (const int status = wait_for(process); status != 0) throw_lost("a process of the herd was lost", status);
    }
  }
  std::uint64_t ended() const override { return shared_[0].ended; }
  std::uint64_t sum() const override { return shared_[0].sum; }
  std::span<const pid_t> processes() const override { return processes_; }

 private:
  struct shared {
    sem_t all_wait{};
    std::uint64_t wanted = 0;
    std::atomic<std::uint64_t> waiting{0};
    std::atomic<std::uint64_t> ended{0};
    std::atomic<std::uint64_t> sum{0};
  };

  // noexcept: what is thrown must not unwind into what this process was before.
  [[noreturn]] void be_a_task(std::uint64_t i) noexcept {
    gate_keeper_.reset();
    place_.place_worker(static_cast<int>(i));
    shared& all = shared_[0];
    if (all.waiting.fetch_add(1) + 1 == all.wanted) sem_post(&all.all_wait);
    char nothing = 0;
    while (read(gate_.get(), &nothing, 1) < 0 && errno == EINTR) {
    }
    all.sum += work_.contribution(i);
    ++all.ended;
    _exit(0);
  }

  // Does not wait for ever if a process was killed: none may have ended yet.
  void wait_until_all_wait() {
    timespec until{};
    while (true) {
      clock_gettime(CLOCK_MONOTONIC, &until);
      until.tv_sec += 1;
      if (sem_clockwait(&shared_[0].all_wait, CLOCK_MONOTONIC, &until) == 0) return;
      siginfo_t ended{};
      if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0)
        throw_lost("a process of the herd ended before it was let go", status_of(ended));
    }
  }

  static int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

  const herd_work& work_;
  std::uint64_t count_;
  const placement& place_;
  shared_array<shared> shared_;
  descriptor gate_;
  descriptor gate_keeper_;
  std::vector<pid_t> processes_;
};

}  // namespace

std::unique_ptr<stage> herd_of_processes(const herd_setup& setup) {
  return make_herd_stage(setup, setup.in_flight,
                         [](const herd_work& work, std::uint64_t count, const placement& place) {
                           return std::make_unique<process_herd>(work, count, place);
                         });
}

}  // namespace interleave
