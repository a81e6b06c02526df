// Reads, writes and locks by system calls, whose interruptions and refusals it handles.
#include "benchmarks/driver/files.hpp"

#include "workloads/errors.hpp"

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace interleave::driver {

storage_error::storage_error(const std::filesystem::path& path, std::string_view attempt, int error_number)
    : storage_error(path, attempt, std::generic_category().message(error_number)) {}

storage_error::storage_error(const std::filesystem::path& path, std::string_view attempt, std::string_view reason)
    : std::runtime_error(fmt::format("cannot {} {}: {}", attempt, path.string(), reason)) {}

void lock_alone(int fd, const std::filesystem::path& path, std::string_view who) {
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK)
      throw usage_error(
          fmt::format("{}: {} is writing to it; wait for it, or choose another folder", path.string(), who));
    throw usage_error(fmt::format("{}: its file system gives no lock: {}; choose a folder on another one",
                                  path.string(), std::generic_category().message(errno)));
  }
}

void write_all(int fd, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw storage_error(path, "write", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void flush_to_disk(int fd, const std::filesystem::path& path) {
  if (::fdatasync(fd) != 0) throw storage_error(path, "flush", errno);
}

std::string read_file(const std::filesystem::path& path) {
  // Without O_NONBLOCK a FIFO that nobody writes to would never open.
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0) throw storage_error(path, "read", errno);
  refuse_irregular(file.get(), path);
  return read_from_start(file.get(), path);
}

void refuse_irregular(int fd, const std::filesystem::path& path) {
  struct stat information{};
  if (::fstat(fd, &information) != 0) throw storage_error(path, "read", errno);
  if (!S_ISREG(information.st_mode))
    throw usage_error(path.string() + " is not a regular file; put a file in its place");
}

std::string read_from_start(int fd, const std::filesystem::path& path) {
  std::string text;
  std::vector<char> block(std::size_t{1} << 16U);  // a limited stack may have no room for it
  for (;;) {
    const ssize_t count = ::pread(fd, block.data(), block.size(), static_cast<off_t>(text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw storage_error(path, "read", errno);
    if (count == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

std::uint64_t size_of(int fd) {
  struct stat information{};
  return ::fstat(fd, &information) == 0 ? static_cast<std::uint64_t>(information.st_size) : 0;
}

}  // namespace interleave::driver
