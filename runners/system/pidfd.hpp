// A descriptor that becomes readable when a process exits.
#pragma once

#include <string>

#include <sys/types.h>

namespace interleave {

// -1 and errno where there is none, as for a process that is gone.
int open_pidfd(pid_t process);

// The same for a process that must be watched. Throws std::runtime_error that says why not, and what to do.
int pidfd_of(pid_t process);
std::string why_no_pidfd(int error_number);

}  // namespace interleave
