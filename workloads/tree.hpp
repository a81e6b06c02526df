// The shape `tree`; see work_shape.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class tree_work : public workload {};

}  // namespace interleave
