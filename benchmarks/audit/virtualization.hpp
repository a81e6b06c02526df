// Whether this process runs under a hypervisor or in a container.
#pragma once

#include "runners/system/system_files.hpp"

#include <string>

namespace interleave::audit {

// "none", "kvm", "container", "kvm, container", ...; `hypervisor` is what the processor itself answered.
[[nodiscard]] std::string virtualization(const system_files& files, std::string hypervisor);

}  // namespace interleave::audit
