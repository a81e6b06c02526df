// How busy the machine was with other things while a cell was measured.
#pragma once

#include <cstdint>

namespace interleave {

// Read from /proc/stat. It takes idle time rather than busy time, because the kernel keeps idle time exactly but
// samples busy time by ticks. Time stolen by the host is not idle, so it counts as foreign.
struct machine_time {
  std::uint64_t wall_ns = 0;
  double idle_seconds = 0;  // over all CPUs, waiting for I/O included
  int cpus = 1;
};
machine_time machine_time_now();

struct foreign_cpu {
  // Of all CPUs' time, 0 to 1. Where others take nothing, it lies on either side of 0 by the accounts' resolution: cut
  // off there, its mean would be too high.
  double share = 0;
  double threshold = 0.05;  // in the same unit
  bool contaminates() const { return share > threshold; }
};

// `known_seconds`: CPU time of our own processes between the two readings. The threshold is 5 %, or higher if the
// readings are so close together that the resolution of /proc/stat, 10 ms over all CPUs, could account for more: 14 %
// for 35 ms on two CPUs.
foreign_cpu foreign_cpu_between(const machine_time& before, const machine_time& after, double known_seconds);

}  // namespace interleave
