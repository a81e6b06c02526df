// What the control groups of this process (version 1, version 2 or a mix of both) leave to it.
#pragma once

#include "benchmarks/audit/machine.hpp"
#include "benchmarks/audit/system_files.hpp"

namespace interleave::audit {

[[nodiscard]] cgroup_limits read_cgroup_limits(const system_files& files);

}  // namespace interleave::audit
