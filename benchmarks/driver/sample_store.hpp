// samples.jsonl: one row a line, handed to the kernel at once, so that it outlives this process. A resumed run keeps
// the rows it finds there. A retaken sample has a line for each attempt, and the last one counts.
#pragma once

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/json.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace interleave::driver {

class sample_store {
 public:
  // Says what keeps a row that was found from being one of the run's; empty if nothing does.
  using row_check = std::function<std::string(const json& row)>;

  // Opens or creates the file, reads its rows, and cuts off an incomplete last line. Throws usage_error if another run
  // is writing to it, it is no regular file, or a complete line is not a row; storage_error if it cannot be opened or
  // read. In both cases the file stays as it is.
  explicit sample_store(std::filesystem::path path, const row_check& check = [](const json&) { return std::string(); });

  // Throws storage_error; the file then ends with the last whole row.
  void append(json row);

  // So that a power cut leaves the rows too. Takes milliseconds: not while something is measured. Throws storage_error.
  void flush() const { flush_to_disk(file_.get(), path_); }

  // The row of the last attempt, the one that counts; nullptr if the sample was never taken. Valid until the next
  // append().
  [[nodiscard]] const json* find(const std::string& cell, int sample) const;
  // The rows that count, in the order in which their samples were first taken.
  [[nodiscard]] const std::vector<json>& rows() const { return rows_; }

 private:
  void load(const row_check& check);
  void keep(json row);

  std::filesystem::path path_;
  descriptor file_;
  std::uintmax_t size_ = 0;  // up to the end of the last whole row
  std::vector<json> rows_;
  std::map<std::pair<std::string, int>, std::size_t> index_;  // in rows_
};

}  // namespace interleave::driver
