// Reading, writing and locking of whole files.
#pragma once

#include "workloads/io/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace interleave::driver {

// An error of the disk: no space, no permission, a limit. The message names the file and the reason.
class storage_error : public std::runtime_error {
 public:
  storage_error(const std::filesystem::path& path, std::string_view attempt, int error_number);
  storage_error(const std::filesystem::path& path, std::string_view attempt, std::string_view reason);
};

// Holds the lock of an open file until it is closed. Throws usage_error if another process holds it (`who` describes
// that process for the message) or if the file system has no locks.
void lock_alone(int fd, const std::filesystem::path& path, std::string_view who);
// Writes all of `text`, or throws.
void write_all(int fd, std::string_view text, const std::filesystem::path& path);
// Returns once what was written would survive a power cut. Throws storage_error.
void flush_to_disk(int fd, const std::filesystem::path& path);
// Throws storage_error where it can't be read to its end, usage_error where it isn't a regular file.
std::string read_file(const std::filesystem::path& path);
// Throws usage_error if an open file is a FIFO, a device or a folder: these may have no end, or never answer.
void refuse_irregular(int fd, const std::filesystem::path& path);
// Reads from the start of an open file, whatever its position is. Throws storage_error, which calls the file `path`.
std::string read_from_start(int fd, const std::filesystem::path& path);
// The size of an open file in bytes, 0 if unknown.
std::uint64_t size_of(int fd);

}  // namespace interleave::driver
