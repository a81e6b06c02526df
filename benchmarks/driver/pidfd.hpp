// A descriptor that becomes readable when a process exits.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

namespace interleave::driver {

// Not glibc's own: the <sys/pidfd.h> of glibc 2.36 (Debian 12) cannot be linked from C++, for want of an extern "C".
inline int open_pidfd(pid_t process) {
  return static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
}

}  // namespace interleave::driver
