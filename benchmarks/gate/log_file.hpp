// gate.jsonl on its way to the disk: opened by one gate at a time, appended a whole line at a time.
#pragma once

#include "benchmarks/driver/files.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace interleave::gate {

class log_file {
 public:
  // Opens or creates it and cuts it to its whole lines. Throws usage_error where another gate is writing to it,
  // driver::storage_error where it cannot be opened.
  log_file(std::filesystem::path path, std::uintmax_t whole_bytes);

  // Throws driver::storage_error; the file then ends with the last whole line.
  void append(std::string_view line);

 private:
  std::filesystem::path path_;
  driver::unique_fd file_;
  std::uintmax_t size_;
};

}  // namespace interleave::gate
