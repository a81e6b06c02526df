// The shape `pipeline`; see work_shape.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class pipeline_work : public workload {};

}  // namespace interleave
