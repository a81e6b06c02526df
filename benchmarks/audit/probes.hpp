// What can only be learnt by asking the kernel or the processor, not by reading a file. Tests replace the functions.
#pragma once

#include <cstdint>
#include <filesystem>
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

// What a full run needs. In its 37 minutes fit about 8,000 samples, whose rows of 1.5 KB are in samples.jsonl, in
// results.json and in the results.json that is about to replace it: 36 MB. Plan, page and some to spare come on top.
inline constexpr std::uint64_t results_bytes = std::uint64_t{64} << 20U;

struct probes {
  std::function<std::string()> io_uring_error;               // empty: a ring could be set up
  std::function<std::string()> hardware_counters_error;      // empty: the kernel counts instructions for this process
  std::function<std::string()> hypervisor;                   // "kvm", "vmware", ...; empty: none detected
  std::function<std::string()> allocator;                    // "glibc 2.36"
  std::function<std::optional<cache_room>()> room_in_cache;  // absent: nobody can tell
  // Free for this user where the folder is or will be, in bytes; absent: nobody can tell.
  std::function<std::optional<std::uint64_t>(const std::filesystem::path& folder)> room_for;
  std::function<void()> pause;  // lets time pass between two looks at the machine's activity
};

[[nodiscard]] probes system_probes();

}  // namespace interleave::audit
