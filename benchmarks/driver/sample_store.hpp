// samples.jsonl: one row a line, on its way to the disk the moment it exists. What survives of it, a resumed run keeps.
// A sample that was taken again has a line for each attempt, of which the last one counts.
#pragma once

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/json.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace interleave::driver {

class sample_store {
 public:
  // Opens or creates the file, reads its rows, and cuts off a last line that was never finished. Throws usage_error
  // where another run is writing to it or a whole line of it is no row, storage_error where it cannot be opened.
  explicit sample_store(std::filesystem::path path);

  // Throws storage_error; the file then ends with the last whole row.
  void append(json row);

  // The row of the last attempt, the one that counts; nullptr where the sample was never taken. Valid until the next
  // append().
  [[nodiscard]] const json* find(const std::string& cell, int sample) const;
  // The rows that count, in the order in which their samples were first taken.
  [[nodiscard]] const std::vector<json>& rows() const { return rows_; }

 private:
  void load();
  void keep(json row);

  std::filesystem::path path_;
  unique_fd file_;
  std::uintmax_t size_ = 0;  // up to the end of the last whole row
  std::vector<json> rows_;
  std::map<std::pair<std::string, int>, std::size_t> index_;  // in rows_
};

}  // namespace interleave::driver
