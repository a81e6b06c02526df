// Twins of models made of processes, written as briefly as possible.
#include "benchmarks/overhead/twins.hpp"
#include "workloads/cpu_spin.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
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

// Workers that take the tasks of each batch from one counter.
class claiming_twin : public twin {
 public:
  ~claiming_twin() override {
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

 protected:
  // `prepare` is called in each worker with its number, and returns what the worker does in a batch: all that it can
  // claim, and then it returns the sum.
  void start(int workers, const auto& prepare) {
    for (int i = 0; i < workers; ++i) {
      const pid_t pid = fork();
      if (pid < 0) throw std::runtime_error("fork failed");
      if (pid == 0) work(prepare(i));
      workers_.push_back(pid);
    }
  }
  bool claim(std::uint64_t& id) {
    return (id = shared_->next.fetch_add(1, std::memory_order_relaxed)) < shared_->tasks;
  }

 private:
  [[noreturn]] void work(auto batch) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) {
      wait_on(shared_->start);
      shared_->sum += batch();
      sem_post(&shared_->done);
    }
  }
  shared_state* shared_ = make_shared_state();
  std::vector<pid_t> workers_;
};

class process_claim_twin final : public claiming_twin {
 public:
  explicit process_claim_twin(const twin_setup& setup) {
    start(setup.workers, [this, steps = setup.steps](int) {
      return [this, steps] {
        std::uint64_t sum = 0;
        for (std::uint64_t id = 0; claim(id);) sum += spin(id % 16, steps);
        return sum;
      };
    });
  }
};

// Requests and results through two pipes that all workers share.
class process_pool_twin final : public twin {
 public:
  explicit process_pool_twin(const twin_setup& setup) : in_flight_(setup.in_flight) {
    if (pipe(requests_) != 0 || pipe(results_) != 0) throw std::runtime_error("pipe failed");
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
    for (const int fd : {requests_[0], requests_[1], results_[0], results_[1]}) close(fd);
  }

  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t next = 0;
    std::uint64_t sum = 0;
    while (next < tasks && next < static_cast<std::uint64_t>(in_flight_)) send(requests_[1], {next++, 0});
    std::array<message, 256> there{};
    for (std::uint64_t done = 0; done < tasks;) {
      const ssize_t bytes = read(results_[0], there.data(), sizeof there);
      if (bytes <= 0) throw std::runtime_error("read failed");
      const std::size_t count = static_cast<std::size_t>(bytes) / sizeof(message);
      for (std::size_t i = 0; i < count; ++i) {
        sum += there[i].result;
        if (next < tasks) send(requests_[1], {next++, 0});
      }
      done += count;
    }
    return sum;
  }

 private:
  struct message {
    std::uint64_t id = 0;
    std::uint64_t result = 0;
  };
  static void send(int to, const message& m) {
    if (write(to, &m, sizeof m) != sizeof m) throw std::runtime_error("write failed");
  }
  [[noreturn]] void work(std::int64_t steps) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    message asked;
    while (read(requests_[0], &asked, sizeof asked) == sizeof asked)
      send(results_[1], {asked.id, spin(asked.id % 16, steps)});
    _exit(1);
  }
  int in_flight_;
  int requests_[2]{};
  int results_[2]{};
  std::vector<pid_t> workers_;
};

// An event loop in each process, whose clients give way to each other after every task.
class prefork_loops_twin final : public claiming_twin {
 public:
  explicit prefork_loops_twin(const twin_setup& setup) {
    start(setup.workers, [this, setup](int i) {
      const int clients = (setup.in_flight - i + setup.workers - 1) / setup.workers;
      return [this, clients, steps = setup.steps, loop = std::make_unique<asio::io_context>(1)] {
        std::uint64_t sum = 0;
        loop->restart();
        for (int client = 0; client < clients; ++client) asio::co_spawn(*loop, run_client(sum, steps), asio::detached);
        loop->run();
        return sum;
      };
    });
  }

 private:
  asio::awaitable<void> run_client(std::uint64_t& sum, std::int64_t steps) {
    std::uint64_t id = 0;
    bool more = claim(id);
    while (more) {
      sum += spin(id % 16, steps);
      more = claim(id);
      if (more) co_await asio::post(asio::use_awaitable);
    }
  }
};

constexpr std::array list{
    batch_twin{"process_per_task", make_twin<process_per_task_twin>},
    batch_twin{"process_claim", make_twin<process_claim_twin>},
    batch_twin{"process_pool", make_twin<process_pool_twin>},
    batch_twin{"prefork_loops", make_twin<prefork_loops_twin>},
};

}  // namespace

const std::span<const batch_twin> process_twins = list;

}  // namespace interleave
