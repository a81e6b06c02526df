// Appending rows, and finding them again.
#include "benchmarks/driver/sample_store.hpp"

#include "reports/words/json_text.hpp"
#include "workloads/errors.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>

namespace interleave::driver {

sample_store::sample_store(std::filesystem::path path, const row_check& check)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666)) {
  if (file_.get() < 0) throw storage_error(path_, "open", errno);
  refuse_irregular(file_.get(), path_);
  lock_alone(file_.get(), path_, "another interleave");
  load(check);
}

void sample_store::load(const row_check& check) {
  const std::string text = read_from_start(file_.get(), path_);
  std::size_t line_start = 0;
  std::size_t line_number = 0;
  for (std::size_t line_end; (line_end = text.find('\n', line_start)) != std::string::npos; line_start = line_end + 1) {
    ++line_number;
    json row = parse_json_or_discard(std::string_view(text).substr(line_start, line_end - line_start));
    const auto refuse = [&](const std::string& reason) {
      throw usage_error(fmt::format("{} line {} is no row of {}; remove the line to go on without it", path_.string(),
                                    line_number, reason));
    };
    if (!row.is_object() || !row["name"].is_string() || !row["sample"].is_number_integer()) refuse("a run");
    if (const std::string reason = check(row); !reason.empty()) refuse("this run: " + reason);
    keep(std::move(row));
  }
  size_ = line_start;
  if (text.size() > size_ && ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0)
    throw storage_error(path_, "mend the last line of", errno);
}

void sample_store::keep(json row) {
  const auto [known, is_new] =
      index_.try_emplace({row["name"].get<std::string>(), row["sample"].get<int>()}, rows_.size());
  if (is_new)
    rows_.push_back(std::move(row));
  else
    rows_[known->second] = std::move(row);
}

const json* sample_store::find(const std::string& cell, int sample) const {
  const auto known = index_.find({cell, sample});
  return known == index_.end() ? nullptr : &rows_[known->second];
}

void sample_store::append(json row) {
  // A failed program's output need not be UTF-8.
  const std::string line = reports::json_text(row, -1);
  try {
    write_all(file_.get(), line, path_);
  } catch (const storage_error&) {
    // Remove the incomplete row. If even this fails, the next resume cuts it off.
    [[maybe_unused]] const int failed = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    throw;
  }
  size_ += line.size();
  keep(std::move(row));
}

}  // namespace interleave::driver
