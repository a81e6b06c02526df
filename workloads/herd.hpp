// The shape `herd`; see work_shape.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class herd_work : public workload {};

}  // namespace interleave
