// Wording of wait statuses.
#include "runners/ended_process.hpp"

#include <fmt/format.h>
#include <string.h>
#include <sys/wait.h>

namespace interleave {

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace interleave
