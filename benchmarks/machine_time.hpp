// How busy the machine was with other things while a cell was measured.
#pragma once

#include <cstdint>

namespace interleave {

// Read off /proc/stat. Idle time, not busy time: the kernel keeps it exactly, where busy time is sampled by ticks. Time
// stolen by the host is not idle, so it counts as foreign.
struct machine_time {
  std::uint64_t wall_ns = 0;
  double idle_seconds = 0;  // over all CPUs, waiting for I/O included
  int cpus = 1;
};
machine_time machine_time_now();

struct foreign_cpu {
  double share = 0;  // of all CPUs' time, 0 to 1
  bool contaminates = false;
};

// `known_seconds`: CPU time of our own processes between the two. Contaminates above 5 %, and only where the excess is
// more than the resolution of /proc/stat (10 ms for each CPU) could make up.
foreign_cpu foreign_cpu_between(const machine_time& before, const machine_time& after, double known_seconds);

}  // namespace interleave
