// Locking, cutting, appending.
#include "tracking/gate/log_file.hpp"

#include "workloads/errors.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave::gate {

namespace {

descriptor opened(const std::filesystem::path& path, log_file::open_as how) {
  const int begins = how == log_file::open_as::new_log ? O_CREAT | O_EXCL : 0;
  descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | begins, 0666));
  if (file.get() < 0 && errno == EEXIST)
    throw usage_error(fmt::format("{}: another gate has begun here just now; choose another folder", path.string()));
  if (file.get() < 0) throw driver::storage_error(path, "open", errno);
  return file;
}

}  // namespace

log_file::log_file(std::filesystem::path path, open_as how) : path_(std::move(path)), file_(opened(path_, how)) {
  driver::lock_alone(file_.get(), path_, "another gate");
}

void log_file::cut_to(std::uintmax_t whole_bytes) {
  if (::ftruncate(file_.get(), static_cast<off_t>(whole_bytes)) != 0)
    throw driver::storage_error(path_, "mend the last line of", errno);
  size_ = whole_bytes;
}

void log_file::append(std::string_view line) {
  try {
    driver::write_all(file_.get(), line, path_);
  } catch (const driver::storage_error&) {
    // A partial line is useless. If this fails too, the reader ignores it.
    [[maybe_unused]] const int failed = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    throw;
  }
  size_ += line.size();
}

}  // namespace interleave::gate
