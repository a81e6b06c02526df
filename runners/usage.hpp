// What work cost the machine: CPU time, context switches, page faults and memory, of this process or of workers.
#pragma once

#include "workloads/shared_memory.hpp"

#include <atomic>
#include <cstdint>
#include <optional>

#include <sys/types.h>

namespace interleave {

struct resource_usage {
  std::uint64_t cpu_user_ns = 0;
  std::uint64_t cpu_system_ns = 0;
  std::uint64_t switches_voluntary = 0;
  std::uint64_t switches_involuntary = 0;
  std::uint64_t faults_minor = 0;
  std::uint64_t faults_major = 0;

  resource_usage& operator+=(const resource_usage& other);
  friend resource_usage operator-(resource_usage later, const resource_usage& earlier);
};

// This process, all threads, since it started (getrusage RUSAGE_SELF).
resource_usage usage_of_self();
// Children that have ended and been waited for (RUSAGE_CHILDREN).
resource_usage usage_of_ended_children();

// Largest resident set of this process since the last reset, bytes (VmHWM). Not ru_maxrss, which survives exec and so
// would show the size of the program that started this one. Pages shared with other processes count in each.
std::uint64_t peak_memory_of_self();
// The same of another process of this user, 0 where it is gone.
std::uint64_t peak_memory_of(pid_t process);
void reset_peak_memory_of_self();
// Largest resident set that any ended and waited-for child had, bytes.
std::uint64_t peak_memory_of_ended_children();

// Peaks over several processes, bytes.
struct memory_peaks {
  std::uint64_t largest = 0;  // of any one process
  std::uint64_t sum = 0;      // over all processes that existed at once; pages that they share count in each
  // The same, but shared pages are divided among those that share them. Absent where the kernel doesn't say.
  std::optional<std::uint64_t> proportional = 0;

  memory_peaks& operator+=(const memory_peaks& others);
};

// Of one process of this user that stands. The kernel keeps the peak of the resident set only (VmHWM), and tells shared
// from private now only (smaps_rollup): what the process shares now is taken to be what it shared at its peak.
memory_peaks peaks_of(pid_t process);

// The largest memory that was its own alone among processes that are gone before anybody can ask them: each notes its
// own in memory that all of them share. It takes 0.1 ms, so nobody does it under the clock.
class private_memory {
 public:
  void note_self();
  std::uint64_t largest() const { return largest_[0]; }

 private:
  shared_array<std::atomic<std::uint64_t>> largest_{1};
};

}  // namespace interleave
