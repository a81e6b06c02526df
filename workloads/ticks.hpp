// The cheapest clock there is, for the one or two readings that every task pays for: the processor's time-stamp counter
// where the kernel itself keeps time by it (10 ns a reading on the virtual machine this was made on), else
// CLOCK_MONOTONIC (22 ns there). Readings are differences of ticks until ns_per_tick() turns them into nanoseconds, off
// the fast path.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "workloads/now.hpp"

namespace interleave {

// The kernel uses the counter only where it runs at one rate on all CPUs and in all states of sleep.
extern const bool tsc_keeps_time;

inline std::uint64_t ticks() {
#if defined(__x86_64__)
  if (tsc_keeps_time) return __rdtsc();
#endif
  return now_ns();
}

// Nanoseconds per tick, from both clocks' advance since the program started: the longer it runs, the more exact, and
// within 0.01 % after 5 ms.
double ns_per_tick();

}  // namespace interleave
