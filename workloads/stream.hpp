// The shape `stream`; see work_shape.
#pragma once

#include "workloads/workload.hpp"

namespace interleave {

class stream_work : public workload {};

}  // namespace interleave
