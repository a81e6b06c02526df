// Whether a hypervisor or a container stands between us and the machine.
#pragma once

#include "runners/system/system_files.hpp"

#include <string>

namespace interleave::audit {

// "none", "kvm", "container", "kvm, container", ...; `hypervisor` is what the processor itself answered.
[[nodiscard]] std::string virtualization(const system_files& files, std::string hypervisor);

}  // namespace interleave::audit
