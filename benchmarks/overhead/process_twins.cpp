// Twins of models made of processes: fork, waitpid and shared memory, written as briefly as possible.
#include "benchmarks/overhead/twins.hpp"
#include "workloads/cpu_spin.hpp"

#include <array>
#include <atomic>
#include <new>
#include <stdexcept>
#include <vector>

#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

struct shared_state {
  std::atomic<std::uint64_t> next{0};
  std::uint64_t tasks = 0;
  std::atomic<std::uint64_t> sum{0};
  sem_t start{};
  sem_t done{};
};

shared_state* make_shared_state() {
  void* memory = mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* state = ::new (memory) shared_state;
  sem_init(&state->start, 1, 0);
  sem_init(&state->done, 1, 0);
  return state;
}

void wait_on(sem_t& semaphore) {
  while (sem_wait(&semaphore) != 0) {
  }
}

class process_per_task_twin final : public twin {
 public:
  explicit process_per_task_twin(const twin_setup& setup) : steps_(setup.steps), in_flight_(setup.in_flight) {}
  ~process_per_task_twin() override { munmap(shared_, sizeof *shared_); }

  std::uint64_t run(std::uint64_t tasks) override {
    shared_->sum = 0;
    int running = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      if (running == in_flight_) wait_for_one(), --running;
      const pid_t pid = fork();
      if (pid < 0) throw std::runtime_error("fork failed");
      if (pid == 0) {
        shared_->sum += spin(id % 16, steps_);
        _exit(0);
      }
      ++running;
    }
    for (; running > 0; --running) wait_for_one();
    return shared_->sum;
  }

 private:
  static void wait_for_one() {
    int status = 0;
    if (waitpid(-1, &status, 0) < 0 || status != 0) throw std::runtime_error("a child failed");
  }
  std::int64_t steps_;
  int in_flight_;
  shared_state* shared_ = make_shared_state();
};

class process_pool_twin final : public twin {
 public:
  explicit process_pool_twin(const twin_setup& setup) {
    for (int i = 0; i < setup.workers; ++i) {
      const pid_t pid = fork();
      if (pid < 0) throw std::runtime_error("fork failed");
      if (pid == 0) work(setup.steps);
      workers_.push_back(pid);
    }
  }
  ~process_pool_twin() override {
    for (const pid_t pid : workers_) kill(pid, SIGKILL);
    for (const pid_t pid : workers_) waitpid(pid, nullptr, 0);
    munmap(shared_, sizeof *shared_);
  }

  std::uint64_t run(std::uint64_t tasks) override {
    shared_->next = 0;
    shared_->sum = 0;
    shared_->tasks = tasks;
    for (std::size_t i = 0; i < workers_.size(); ++i) sem_post(&shared_->start);
    for (std::size_t i = 0; i < workers_.size(); ++i) wait_on(shared_->done);
    return shared_->sum;
  }

 private:
  [[noreturn]] void work(std::int64_t steps) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) {
      wait_on(shared_->start);
      std::uint64_t mine = 0;
      for (std::uint64_t id = 0; (id = shared_->next.fetch_add(1, std::memory_order_relaxed)) < shared_->tasks;)
        mine += spin(id % 16, steps);
      shared_->sum += mine;
      sem_post(&shared_->done);
    }
  }
  shared_state* shared_ = make_shared_state();
  std::vector<pid_t> workers_;
};

constexpr std::array list{
    batch_twin{"process_per_task", make_twin<process_per_task_twin>},
    batch_twin{"process_pool", make_twin<process_pool_twin>},
    // With tasks that only compute, each worker's event loop has nothing to do, so the twin is a process pool.
    batch_twin{"prefork_loops", make_twin<process_pool_twin>},
};

}  // namespace

const std::span<const batch_twin> process_twins = list;

}  // namespace interleave
