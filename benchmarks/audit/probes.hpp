// What can only be learnt by asking the kernel or the processor, not by reading a file. Tests replace the functions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace interleave::audit {

// What the test file of io_file_read, 64 MiB, finds in the cache folder.
inline constexpr std::uint64_t test_file_bytes = std::uint64_t{64} << 20U;
struct cache_room {
  std::string folder;
  std::uint64_t free_bytes = 0;  // for this user
  bool is_made = false;          // the file is there
};

struct probes {
  std::function<std::string()> io_uring_error;               // empty: a ring could be set up
  std::function<std::string()> hardware_counters_error;      // empty: the kernel counts instructions for this process
  std::function<std::string()> hypervisor;                   // "kvm", "vmware", ...; empty: none detected
  std::function<std::string()> allocator;                    // "glibc 2.36"
  std::function<std::optional<cache_room>()> room_in_cache;  // absent: nobody can tell
  std::function<void()> pause;  // lets time pass between two looks at the machine's activity
};

[[nodiscard]] probes system_probes();

}  // namespace interleave::audit
