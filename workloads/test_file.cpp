// Finding and making the test file.
#include "workloads/test_file.hpp"

#include "workloads/cache_folder.hpp"
#include "workloads/errors.hpp"
#include "workloads/io/descriptor.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

// A file that another user has made may be there, whole, and closed to us.
bool is_usable(const fs::path& path, std::uint64_t bytes) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat information{};
  return file.get() >= 0 && ::fstat(file.get(), &information) == 0 && S_ISREG(information.st_mode) &&
         static_cast<std::uint64_t>(information.st_size) == bytes;
}

[[noreturn]] void refuse(std::string_view attempt, const fs::path& path, int error_number) {
  throw usage_error(fmt::format("cannot {} {}: {}; name another folder in INTERLEAVE_CACHE", attempt, path.string(),
                                std::generic_category().message(error_number)));
}

void write_all(int fd, std::span<const std::byte> bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      throw usage_error(
          fmt::format("cannot write the test file {}: {}; make room, or name another folder in INTERLEAVE_CACHE",
                      path.string(), std::strerror(errno)));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

// Written under another name and renamed: of two runs at once each makes a whole file, and the later one remains.
void make_file(const fs::path& path, std::uint64_t blocks) {
  std::string beside = path.string() + ".XXXXXX";
  descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (file.get() < 0) refuse("make a file in", path.parent_path(), errno);
  try {
    constexpr std::uint64_t blocks_at_once = 256;
    std::vector<std::byte> buffer(blocks_at_once * test_file::block_bytes);
    for (std::uint64_t first = 0; first < blocks; first += blocks_at_once) {
      const std::uint64_t count = std::min(blocks_at_once, blocks - first);
      for (std::uint64_t i = 0; i < count; ++i)
        test_file::make_block(first + i, std::span(buffer).subspan(i * test_file::block_bytes, test_file::block_bytes));
      write_all(file.get(), std::span(buffer).first(count * test_file::block_bytes), path);
    }
    // Without this a power cut could leave a file of the right size that is empty inside, and it would be used.
    if (::fsync(file.get()) != 0) refuse("write the test file", path, errno);
    // Whoever shares the folder may read it: there is no secret in it.
    ::fchmod(file.get(), 0644);
    std::error_code error;
    fs::rename(beside, path, error);
    if (error) refuse("put the test file in place of", path, error.value());
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace

test_file::test_file(std::size_t bytes)
    : blocks_((bytes + block_bytes - 1) / block_bytes), path_(cached_test_file(blocks_ * block_bytes)) {
  if (is_usable(path_, blocks_ * block_bytes)) return;
  std::error_code refused;
  fs::create_directories(path_.parent_path(), refused);
  if (refused) refuse("make the folder", path_.parent_path(), refused.value());
  make_file(path_, blocks_);
}

}  // namespace interleave
