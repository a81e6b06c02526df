// gate.jsonl as it is written: opened by one gate at a time, appended one whole line at a time.
#pragma once

#include "benchmarks/driver/files.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace interleave::gate {

class log_file {
 public:
  // Locks the file, so that what is read from now on is complete. Throws usage_error where another gate is writing to
  // it or has created it first; driver::storage_error where it cannot be opened.
  enum class open_as { new_log, existing_log };
  log_file(std::filesystem::path path, open_as how);

  // Cuts off an incomplete last line.
  void cut_to(std::uintmax_t whole_bytes);

  // Throws driver::storage_error; the file then still ends with a whole line.
  void append(std::string_view line);

  // So that a power cut leaves the lines too. Takes milliseconds: not while something is measured. Throws
  // driver::storage_error.
  void flush() const { driver::flush_to_disk(file_.get(), path_); }

 private:
  std::filesystem::path path_;
  descriptor file_;
  std::uintmax_t size_ = 0;
};

}  // namespace interleave::gate
