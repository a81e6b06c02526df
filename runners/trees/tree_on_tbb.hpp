// A tree of oneTBB tasks: a task_group for each node, whose last child the node's own thread runs.
#pragma once

#include "runners/trees/tree_stage.hpp"

namespace interleave {

std::unique_ptr<stage> tree_on_tbb(const tree_setup& setup);

}  // namespace interleave
