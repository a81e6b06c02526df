// See the header.
#include "cli/written.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/words/plain_text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {

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
  if (errno != EPIPE) throw driver::storage_error("standard output", "write", errno);
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

void print_note(std::string_view sentence) noexcept {
  if (sentence.empty()) return;
  say("interleave: ");
  say(sentence);
  say("\n");
}

void write_each(std::initializer_list<std::function<void()>> outputs, std::string_view remedy) {
  std::string first_error;
  for (const std::function<void()>& write : outputs) {
    try {
      write();
    } catch (const driver::storage_error& error) {
      if (first_error.empty()) first_error = error.what();
    }
  }
  if (!first_error.empty()) throw std::runtime_error(fmt::format("{}\n{}", first_error, remedy));
}

void write_to(const std::filesystem::path& file, std::string_view text) {
  if (file.empty() || file == "-")
    print_whole(text);
  else
    driver::write_file_durably(file, text);
}

}  // namespace interleave::cli
