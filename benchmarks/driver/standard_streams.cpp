// See the header.
#include "benchmarks/driver/standard_streams.hpp"

#include "benchmarks/driver/files.hpp"
#include "reports/words/plain_text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <new>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace interleave::driver {

void settle_standard_streams() {
  // Opened in the wrong direction, so that using them still fails, as if they were closed.
  for (const auto& [fd, way] :
       {std::pair{STDIN_FILENO, O_WRONLY}, std::pair{STDOUT_FILENO, O_RDONLY}, std::pair{STDERR_FILENO, O_RDONLY}})
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", way);  // takes the lowest number, which is this one
  // Writes then fail with an error that names the file. Child processes get the default disposition again.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

void print_whole(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return;
  if (errno != EPIPE) throw storage_error("standard output", "write", errno);
}

void say(std::string_view lines) noexcept {
  try {
    const std::string safe = reports::printable_lines(lines);
    std::fwrite(safe.data(), 1, safe.size(), stderr);
    std::fflush(stderr);
  } catch (const std::bad_alloc&) {
    // Only this message is lost.
  }
}

}  // namespace interleave::driver
