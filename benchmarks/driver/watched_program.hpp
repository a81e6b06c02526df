// An executable that must stay the same while it is measured: a rebuild in between would mix samples of two builds.
#pragma once

#include <filesystem>
#include <string>

namespace interleave::driver {

// SHA-256 of a file, in hex. Throws storage_error where it can't be read.
std::string digest_of(const std::filesystem::path& path);

class watched_program {
 public:
  // `digest`: of what it should be, as digest_of() gives it.
  watched_program(std::filesystem::path path, std::string digest);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Whether the file is gone or holds something else. Reads it only when it has been written to since the last call.
  bool has_changed();

 private:
  std::filesystem::path path_;
  std::string digest_;
  std::string mark_;  // of the file when it was last read
};

}  // namespace interleave::driver
