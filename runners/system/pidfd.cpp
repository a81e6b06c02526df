// pidfd_open(2).
#include "runners/system/pidfd.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <sys/syscall.h>
#include <unistd.h>

namespace interleave {
namespace {

std::string remedy_for(int error_number) {
  switch (error_number) {
    case EPERM:
    case EACCES:
      return "a sandbox or a container forbids the system call: run outside of it, or allow it in the seccomp profile";
    case ENOSYS:
      return "it takes Linux 5.3 or later, and a sandbox that knows the system call";
    case EMFILE:
      return "raise the limit of open files (ulimit -n)";
    case ENFILE:
      return "raise the system's limit of open files (sysctl fs.file-max)";
    default:
      return "";
  }
}

}  // namespace

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
  const std::string remedy = remedy_for(error_number);
  return "cannot watch a process: pidfd_open: " + std::generic_category().message(error_number) +
         (remedy.empty() ? "" : "; " + remedy);
}

}  // namespace interleave
