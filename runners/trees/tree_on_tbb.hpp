// A tree of oneTBB tasks: a task_group for each node, whose last child the node's own thread runs.
#pragma once

#include "runners/one_arena.hpp"
#include "runners/trees/tree_stage.hpp"

#include <oneapi/tbb/task_group.h>

namespace interleave {

class task_per_fork final : public fork_join {
 public:
  std::uint64_t run(subtrees& children) override {
    const std::size_t last = children.count() - 1;
    tbb::task_group group;
    for (std::size_t i = 0; i < last; ++i) group.run([this, &children, i] { children.run(i, *this); });
    children.run(last, *this);
    group.wait();
    return last;
  }
};

class tree_on_tbb final : public tree_stage {
 public:
  explicit tree_on_tbb(const tree_setup& setup) : tree_stage(setup), arena_(setup.place.cores(), setup.place) {}
  int workers() const override { return arena_.threads(); }

 private:
  tree_result run_tree(task_id id) override {
    return arena_.execute([this, id] { return work().run(id, tasks_); });
  }

  one_arena arena_;
  task_per_fork tasks_;
};

}  // namespace interleave
