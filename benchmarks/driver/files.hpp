// Descriptors, and whole files read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace interleave::driver {

// A file descriptor with an owner.
class unique_fd {
 public:
  unique_fd() = default;
  explicit unique_fd(int fd) : fd_(fd) {}
  unique_fd(unique_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  unique_fd& operator=(unique_fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~unique_fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_ = -1;
};

// What the disk refused: no space, no permission, a limit. The message names file and reason.
class storage_error : public std::runtime_error {
 public:
  storage_error(const std::filesystem::path& path, std::string_view attempt, int error_number);
  storage_error(const std::filesystem::path& path, std::string_view attempt, std::string_view reason);
};

// The lock of an open file, until it is closed. Throws usage_error where somebody has it, `who` says who that may be,
// and where the file system gives none.
void lock_alone(int fd, const std::filesystem::path& path, std::string_view who);
// All of `text`, or an exception.
void write_all(int fd, std::string_view text, const std::filesystem::path& path);
std::string read_file(const std::filesystem::path& path);
// From the start of an open file, wherever its position is.
std::string read_from_start(int fd);
// Bytes in an open file, 0 where nobody knows.
std::uint64_t size_of(int fd);

}  // namespace interleave::driver
