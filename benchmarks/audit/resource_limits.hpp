// The limits that the kernel sets to this process: rlimits and sysctls.
#pragma once

#include "benchmarks/audit/machine.hpp"
#include "runners/system/system_files.hpp"

namespace interleave::audit {

[[nodiscard]] resource_limits read_resource_limits(const system_files& files);

}  // namespace interleave::audit
