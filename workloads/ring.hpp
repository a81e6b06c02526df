// The shape `ring`; see work_shape.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class ring_work : public workload {};

}  // namespace interleave
