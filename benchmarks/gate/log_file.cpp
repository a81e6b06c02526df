// Appending lines.
#include "benchmarks/gate/log_file.hpp"

#include "workloads/errors.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace interleave::gate {

log_file::log_file(std::filesystem::path path, std::uintmax_t whole_bytes)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)),
      size_(whole_bytes) {
  if (file_.get() < 0) throw driver::storage_error(path_, "open", errno);
  if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0)
    throw usage_error(
        fmt::format("{}: another gate is writing to it; wait for it, or choose another folder", path_.string()));
  if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0)
    throw driver::storage_error(path_, "mend the last line of", errno);
}

void log_file::append(std::string_view line) {
  try {
    driver::write_all(file_.get(), line, path_);
  } catch (const driver::storage_error&) {
    // Half a line is worth nothing. Should even this fail, reading leaves it out.
    [[maybe_unused]] const int failed = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    throw;
  }
  size_ += line.size();
}

}  // namespace interleave::gate
