// A tree of OpenMP tasks: a task for each child of a node but the last, which the node's own thread runs, and a
// taskwait.
#pragma once

#include "runners/trees/tree_stage.hpp"

namespace interleave {

std::unique_ptr<stage> tree_on_openmp(const tree_setup& setup);

}  // namespace interleave
