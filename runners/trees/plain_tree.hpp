// A tree without forks: plain recursion.
#pragma once

#include "runners/trees/tree_stage.hpp"

namespace interleave {

class plain_tree final : public tree_stage {
 public:
  explicit plain_tree(const tree_setup& setup) : tree_stage(setup) { setup.place.place_worker(0); }
  int workers() const override { return 1; }

 private:
  tree_result run_tree(task_id id) override { return {work().run_alone(id), 0}; }
};

}  // namespace interleave
