// A tree whose uppermost forks are processes; deeper down each process computes by plain recursion. The number of
// processes is shared out among the children of a node, so that it is bounded whatever the tree: eight for each core,
// enough to balance subtrees of uneven size.
#pragma once

#include "runners/trees/tree_stage.hpp"
#include "workloads/ended_process.hpp"
#include "workloads/io/system.hpp"

#include <cerrno>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {

// The processes of one split, and the pipe through which they send results: a record each, small enough to be written
// whole.
class forked_children {
 public:
  forked_children() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("make a pipe for the results of forks");
    reading_ = descriptor(ends[0]);
    writing_ = descriptor(ends[1]);
  }
  // Children only compute, so those that are left end by themselves.
  ~forked_children() {
    for (const pid_t pid : pids_) wait_for(pid);
  }

  // In a process of its own, calls `run` and sends the result that it leaves. `run` may throw.
  void fork_off(subtrees& children, std::size_t i, auto&& run) {
    const pid_t pid = fork();
    if (pid < 0) throw_errno("fork a process for a subtree");
    if (pid > 0) return pids_.push_back(pid);
    run();
    const record whole{i, children.result(i)};
    _exit(write(writing_.get(), &whole, sizeof whole) == sizeof whole ? 0 : 1);
  }

  // Throws batch_failure where a process was lost.
  void join(subtrees& children) {
    writing_.reset();
    // The end comes when all have ended, for each holds the other end of the pipe.
    for (record whole; receive(whole);) children.result(whole.child) = whole.result;
    int lost = 0;
    for (; !pids_.empty(); pids_.pop_back())
      if (const int status = wait_for(pids_.back()); status != 0) lost = status;
    if (lost != 0) throw_lost("the process of a subtree was lost", lost);
  }

 private:
  struct record {
    std::size_t child;
    tree_result result;
  };

  bool receive(record& whole) {
    ssize_t count = 0;
    while ((count = read(reading_.get(), &whole, sizeof whole)) < 0)
      if (errno != EINTR) throw_errno("read the result of a fork");
    return count == sizeof whole;
  }
  static int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

  descriptor reading_;
  descriptor writing_;
  std::vector<pid_t> pids_;
};

class process_per_fork final : public fork_join {
 public:
  // May have `most` processes, the caller's among them: the workers from number `first` on.
  // `noted`, where there is one, has each process note its own memory in it.
  process_per_fork(batch_log& log, const placement& place, int first, int most, private_memory* noted)
      : log_(log), place_(place), first_(first), most_(most), noted_(noted) {}

  std::uint64_t run(subtrees& children) override {
    const int share = most_ / static_cast<int>(children.count());
    const std::size_t last = children.count() - 1;
    if (share == 0) {
      for (std::size_t i = 0; i <= last; ++i) children.run_alone(i);
      return 0;
    }
    forked_children processes;
    for (std::size_t i = 0; i < last; ++i)
      processes.fork_off(children, i, [&] { run_in_process(children, i, (static_cast<int>(i) + 1) * share, share); });
    process_per_fork own(log_, place_, first_, share, noted_);
    children.run(last, own);
    processes.join(children);
    return last;
  }

 private:
  void run_in_process(subtrees& children, std::size_t i, int offset, int share) {
    try {
      place_.place_worker(first_ + offset);
      process_per_fork own(log_, place_, first_ + offset, share, noted_);
      children.run(i, own);
      if (noted_ != nullptr) noted_->note_self();
    } catch (const std::exception& e) {
      log_.slot(0).fail(e);  // in shared memory
      _exit(1);
    }
  }

  batch_log& log_;
  const placement& place_;
  int first_;
  int most_;
  private_memory* noted_;
};

class tree_on_processes final : public tree_stage {
 public:
  static constexpr int most_for(int cores) { return 8 * cores; }

  explicit tree_on_processes(const tree_setup& setup) : tree_stage(setup), log_(setup.log), place_(setup.place) {
    setup.place.place_worker(0);
  }
  int workers() const override { return processes_; }
  // As if all processes of a tree had been as large as the largest. What they share they share with this process, which
  // has it in its own account.
  memory_peaks worker_memory() const override {
    const std::uint64_t largest = peak_memory_of_ended_children();
    const auto others = static_cast<std::uint64_t>(processes_ - 1);
    return {.largest = largest, .sum = largest * others, .proportional = private_bytes_ * others};
  }

 private:
  tree_result run_tree(task_id id) override {
    process_per_fork forks(log_, place_, 0, most_for(place_.cores()), first_tree_ ? &*first_tree_ : nullptr);
    const tree_result tree = work().run(id, forks);
    processes_ = static_cast<int>(tree.forks) + 1;
    if (first_tree_) {
      private_bytes_ = first_tree_->largest();
      first_tree_.reset();
    }
    return tree;
  }

  batch_log& log_;
  const placement& place_;
  int processes_ = 1;
  // Until the first tree is done, which warms up and is never measured.
  std::optional<private_memory> first_tree_{std::in_place};
  std::uint64_t private_bytes_ = 0;
};

}  // namespace interleave
