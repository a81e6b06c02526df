// What can only be learnt by asking the kernel or the processor, not by reading a file. Tests replace the functions.
#pragma once

#include <functional>
#include <string>

namespace interleave::audit {

struct probes {
  std::function<std::string()> io_uring_error;           // empty: a ring could be set up
  std::function<std::string()> hardware_counters_error;  // empty: the kernel counts instructions for this process
  std::function<std::string()> hypervisor;               // "kvm", "vmware", ...; empty: none detected
  std::function<std::string()> allocator;                // "glibc 2.36"
  std::function<void()> pause;                           // lets time pass between two looks at the machine's activity
};

[[nodiscard]] probes system_probes();

}  // namespace interleave::audit
