// Wording of wait statuses, and telling kills from crashes.
#include "workloads/ended_process.hpp"

#include "workloads/failures.hpp"
#include "workloads/signal_origin.hpp"

#include <fmt/format.h>
#include <string.h>
#include <sys/wait.h>

namespace interleave {

int status_of(const siginfo_t& ended) {
  return ended.si_code == CLD_EXITED ? W_EXITCODE(ended.si_status, 0) : W_EXITCODE(0, ended.si_status);
}

void throw_lost(std::string_view what, int status) {
  if (!WIFSIGNALED(status)) throw batch_failure(fmt::format("{}: exit code {}", what, WEXITSTATUS(status)));
  const int signal = WTERMSIG(status);
  const std::string message = fmt::format("{}: signal {} ({})", what, signal, strsignal(signal));
  if (is_of_its_own_making(signal)) throw batch_failure(message);
  throw killed(message);
}

}  // namespace interleave
