// process_per_task: fork for every task, wait for the child; never more than in_flight at a time. The child inherits
// its slot's client and leaves its result in shared memory.
#include "runners/herds/herd.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_processes.hpp"
#include "workloads/ended_process.hpp"
#include "workloads/io/system.hpp"

#include <cerrno>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log), place_(setup.place), slots_(make_blocking_slots(setup.work, setup.in_flight)) {
    setup.place.place_submitter();
  }
  ~batch_stage() override { kill_all(); }

  void run() override {
    log_.start_all();
    task_source tasks = log_.shared_tasks();
    std::size_t running = 0;
    for (task_id id; tasks.claim(id);) {
      if (running == slots_.size())
        start_child(wait_for_one(), id);
      else
        start_child(running++, id);
    }
    for (; running > 0; --running) wait_for_one();
    if (first_batch_) {
      private_bytes_ = first_batch_->largest();
      first_batch_.reset();
    }
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }
  // Of ended children the system knows only the largest peak; the sum is as if in_flight of that size had existed at
  // once. What they share they share with this process, which has it in its own account.
  memory_peaks worker_memory() const override {
    const std::uint64_t largest = peak_memory_of_ended_children();
    return {.largest = largest, .sum = largest * slots_.size(), .proportional = private_bytes_ * slots_.size()};
  }

 private:
  void start_child(std::size_t i, task_id id) {
    const pid_t pid = fork();
    if (pid < 0) throw_errno("fork a process for a task");
    if (pid == 0) {
      // No PR_SET_PDEATHSIG: a child ends with its task anyway, even if this process has died.
      // Nothing that is thrown may unwind into what this process was before; the log says more than a status.
      try {
        place_.place_worker(static_cast<int>(i));
        slots_[i]->run(task_source(id, id + 1), log_.slot(i));
        if (first_batch_) first_batch_->note_self();
      } catch (const std::exception& e) {
        log_.slot(i).fail(e);
      } catch (...) {
        log_.slot(i).fail("an unknown exception");
      }
      _exit(0);
    }
    // In shared memory: writing to a private page between two forks makes the kernel copy it again for each.
    log_.slot(i).process = pid;
  }

  // Returns the slot that became free.
  std::size_t wait_for_one() {
    int status = 0;
    pid_t pid = 0;
    while ((pid = waitpid(-1, &status, 0)) < 0)
      if (errno != EINTR) throw_errno("waitpid");
    std::size_t slot = 0;
    while (slot < slots_.size() && log_.slot(slot).process != pid) ++slot;
    if (slot == slots_.size()) throw_lost("a process that runs no task, perhaps the peer, ended", status);
    log_.slot(slot).process = 0;
    if (status != 0) throw_lost("the process of a task was lost", status);
    return slot;
  }

  void kill_all() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const auto pid = static_cast<pid_t>(log_.slot(i).process);
      if (pid == 0) continue;
      kill(pid, SIGKILL);
      while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }

  batch_log& log_;
  const placement& place_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  // Until the first batch is over, which warms up and is never measured.
  std::optional<private_memory> first_batch_{std::in_place};
  std::uint64_t private_bytes_ = 0;
};

}  // namespace

extern const runner_descriptor process_per_task_runner{
    .name = "process_per_task",
    .model_family = family::processes,
    .summary = "a new process for every task",
    .idiom = "fork and waitpid, results in shared memory",
    .waits_by_default = 1024,  // a process each
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.processes = size.shape == work_shape::tree ? tree_on_processes::most_for(size.cores)
                                                                    : size.concurrency};
        },
    .lacks = {{capability::keeping_slots, "loses what a task changes in its slot"}},
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_processes>(),
               runs<herd_work, herd_of_processes>()},
};

}  // namespace interleave
