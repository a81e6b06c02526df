// The contract of the shape `tree`: a task is a whole tree, whose nodes fork their children and join them. A workload
// is written with describe_tree.hpp; a runner brings a fork_join or an event loop, and knows nothing of the nodes.
#pragma once

#include "workloads/workload.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <span>

namespace interleave {

// The result of a subtree. Trivially copyable, so that a process can send it through a pipe.
struct tree_result {
  // What `forks` is until the subtree has been run: more than all forks of any tree.
  static constexpr std::uint64_t not_run = std::uint64_t{1} << 48;

  digest value;
  std::uint64_t forks = not_run;  // that were really made in it
};

class fork_join;

// The children of one split, at least one. Each is run once, by whichever thread or process; running one again and
// leaving one out throw batch_failure.
class subtrees {
 public:
  std::size_t count() const { return results_.size(); }
  // Runs child i into result(i); what it forks in turn goes through `how`.
  virtual void run(std::size_t i, fork_join& how) = 0;
  // The same by plain recursion, without a fork.
  virtual void run_alone(std::size_t i) = 0;
  tree_result& result(std::size_t i) { return results_[i]; }

 protected:
  explicit subtrees(std::span<tree_result> results) : results_(results) {}
  ~subtrees() = default;
  std::span<tree_result> results_;
};

// How a model forks and joins: one call per split.
class fork_join {
 public:
  virtual ~fork_join() = default;
  // Runs all children, beside each other where the model does that, and returns when all are done. Returns how many it
  // forked; those that the caller ran itself do not count. Throws what a child threw, after all have ended.
  virtual std::uint64_t run(subtrees& children) = 0;
};

class tree_work : public workload {
 public:
  static constexpr work_shape shape = work_shape::tree;

  // The tree by plain recursion, as it is written where nothing is forked.
  virtual digest run_alone(task_id) const = 0;
  virtual tree_result run(task_id, fork_join& how) const = 0;
  // Starts the tree on a loop: a coroutine for every fork. `done` is called on the loop, with an exception or the
  // result.
  virtual void start(task_id, asio::io_context&, loop_threading threading,
                     std::function<void(std::exception_ptr, tree_result)> done) const = 0;
  // Only the cores bound how many subtrees can be computed at once.
  double overlap(int) const override { return std::numeric_limits<double>::infinity(); }
};

}  // namespace interleave
