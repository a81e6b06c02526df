// Whole-file reading and durable writing.
#include "benchmarks/driver/files.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace interleave::driver {

storage_error::storage_error(const std::filesystem::path& path, std::string_view attempt, int error_number)
    : std::runtime_error(
          fmt::format("cannot {} {}: {}", attempt, path.string(), std::generic_category().message(error_number))) {}

void write_all(int fd, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw storage_error(path, "write", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_file_durably(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path beside = path.string() + ".partial";
  try {
    const unique_fd file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.get() < 0) throw storage_error(path, "write", errno);
    write_all(file.get(), text, path);
    if (::fsync(file.get()) != 0) throw storage_error(path, "write", errno);
    if (std::rename(beside.c_str(), path.c_str()) != 0) throw storage_error(path, "replace", errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  // The new name itself is durable only once its folder is.
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const unique_fd directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
}

std::string read_file(const std::filesystem::path& path) {
  const unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw storage_error(path, "read", errno);
  return read_from_start(file.get());
}

std::string read_from_start(int fd) {
  std::string text;
  std::array<char, 65536> block;
  for (;;) {
    const ssize_t count = ::pread(fd, block.data(), block.size(), static_cast<off_t>(text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

std::uint64_t size_of(int fd) {
  struct stat information{};
  return ::fstat(fd, &information) == 0 ? static_cast<std::uint64_t>(information.st_size) : 0;
}

}  // namespace interleave::driver
