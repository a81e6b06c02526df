// See the header.
#include "cli/written.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/words/plain_text.hpp"
#include "workloads/errors.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::cli {

namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& output) {
  return !output.empty() && output != "-";
}

// Also by way of links. Devices and FIFOs hold nothing that could be lost.
bool are_one_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  if (fs::exists(one, error) && fs::exists(other, error))
    return fs::is_regular_file(one, error) && fs::equivalent(one, other, error);
  return fs::weakly_canonical(fs::absolute(one), error) == fs::weakly_canonical(fs::absolute(other), error);
}

}  // namespace

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

void refuse_overwriting(std::span<const fs::path> inputs, std::initializer_list<named_output> outputs) {
  for (const named_output* output = outputs.begin(); output != outputs.end(); ++output) {
    if (!is_file(output->file)) continue;
    for (const fs::path& input : inputs)
      if (are_one_file(input, output->file))
        throw usage_error(fmt::format("{} {}: this file is read, and what it holds would be lost; name another one",
                                      output->option, output->file.string()));
    for (const named_output* other = outputs.begin(); other != output; ++other)
      if (is_file(other->file) && are_one_file(other->file, output->file))
        throw usage_error(fmt::format("{} and {} both write {}: give one of them another file", other->option,
                                      output->option, output->file.string()));
  }
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

void write_to(const fs::path& file, std::string_view text) {
  if (file.empty() || file == "-")
    print_whole(text);
  else
    driver::write_file_durably(file, text);
}

}  // namespace interleave::cli
