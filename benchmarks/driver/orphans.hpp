// Ends processes that a sample leaves behind. They become our children, because we are their subreaper.
#pragma once

#include <chrono>

#include <sys/types.h>

namespace interleave::driver {

// From now on, orphans among our descendants become our children instead of init's.
void become_subreaper();

// Lets orphans end by themselves for `grace` (a process that was just killed needs a moment to go), then kills the rest
// and what they have started, and reaps them all. Returns how many had to be killed. `spared` is left alone.
int end_orphans(pid_t spared, std::chrono::nanoseconds grace);

}  // namespace interleave::driver
