// process_per_task: fork for every task, wait for the child; never more than in_flight at a time. The child inherits
// its slot's client and leaves its result in shared memory.
#include "runners/blocking_slots.hpp"
#include "runners/ended_process.hpp"
#include "runners/runner.hpp"
#include "workloads/io/system.hpp"

#include <cerrno>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

class stage final : public batch_stage {
 public:
  explicit stage(const batch_setup& setup)
      : log_(setup.log), place_(setup.place), slots_(make_blocking_slots(setup.work, setup.in_flight)) {}
  ~stage() override { kill_all(); }

  void run() override {
    task_source tasks = log_.shared_tasks();
    std::vector<std::size_t> free;
    for (std::size_t i = slots_.size(); i-- > 0;) free.push_back(i);
    for (task_id id; tasks.claim(id);) {
      if (free.empty()) free.push_back(wait_for_one());
      start_child(free.back(), id);
      free.pop_back();
    }
    while (!children_.empty()) wait_for_one();
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }
  // The children have ended and are counted by the system, except that it knows the largest only: as if in_flight of
  // that size had stood at once.
  memory_peaks worker_memory() const override {
    const std::uint64_t largest = peak_memory_of_ended_children();
    return {.largest = largest, .sum = largest * slots_.size()};
  }

 private:
  void start_child(std::size_t i, task_id id) {
    log_.slot(i).start();
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0) throw_errno("fork a process for a task");
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(0);
      place_.place_worker(static_cast<int>(i));
      slots_[i]->run(task_source(id, id + 1), log_.slot(i));
      _exit(0);
    }
    children_.emplace(pid, i);
  }

  // Returns the slot that became free.
  std::size_t wait_for_one() {
    int status = 0;
    pid_t pid = 0;
    while ((pid = waitpid(-1, &status, 0)) < 0)
      if (errno != EINTR) throw_errno("waitpid");
    const auto child = children_.find(pid);
    if (child == children_.end())
      throw batch_failure(
          fmt::format("a process that runs no task, the peer perhaps, ended: {}", how_it_ended(status)));
    const std::size_t slot = child->second;
    children_.erase(child);
    if (status != 0) throw batch_failure(fmt::format("the process of a task was lost: {}", how_it_ended(status)));
    return slot;
  }

  void kill_all() {
    for (const auto& [pid, slot] : children_) kill(pid, SIGKILL);
    for (const auto& [pid, slot] : children_)
      while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
  }

  batch_log& log_;
  const placement& place_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  std::unordered_map<pid_t, std::size_t> children_;
};

}  // namespace

extern const runner_descriptor process_per_task_runner{
    .name = "process_per_task",
    .model_family = family::processes,
    .summary = "a new process for every task",
    .idiom = "fork and waitpid, results in shared memory",
    .simplicity = 10,
    .form = io_form::blocking,
    .demands = [](int in_flight, int) { return demand{.processes = in_flight}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<batch_stage> { return std::make_unique<stage>(setup); },
};

}  // namespace interleave
