// Remedies by the kernel's reason.
#include "runners/system/refusal.hpp"

#include <cerrno>
#include <system_error>

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
    case EAGAIN:
      return "raise the limit of processes (ulimit -u, or pids.max of the control group)";
    case ENOMEM:
      return "free some memory";
    default:
      return "";
  }
}

}  // namespace

std::string refusal(std::string_view attempt, int error_number) {
  const std::string remedy = remedy_for(error_number);
  return "cannot " + std::string(attempt) + ": " + std::generic_category().message(error_number) +
         (remedy.empty() ? "" : "; " + remedy);
}

}  // namespace interleave
