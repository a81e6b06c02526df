// pidfd_open(2).
#include "runners/system/pidfd.hpp"

#include "runners/system/refusal.hpp"

#include <cerrno>
#include <stdexcept>

#include <sys/syscall.h>
#include <unistd.h>

namespace interleave {

// Not glibc's own: the <sys/pidfd.h> of glibc 2.36 (Debian 12) cannot be linked from C++: it lacks an extern "C".
int open_pidfd(pid_t process) {
  return static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
}

int pidfd_of(pid_t process) {
  const int fd = open_pidfd(process);
  if (fd < 0) throw std::runtime_error(why_no_pidfd(errno));
  return fd;
}

std::string why_no_pidfd(int error_number) {
  return refusal("watch a process: pidfd_open", error_number);
}

}  // namespace interleave
