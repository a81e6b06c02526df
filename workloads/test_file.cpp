// Finding and making the test file.
#include "workloads/test_file.hpp"

#include "workloads/errors.hpp"
#include "workloads/io/descriptor.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

fs::path cache_folder() {
  const auto set = [](const char* name) -> const char* {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
  };
  if (const char* own = set("INTERLEAVE_CACHE")) return own;
  if (const char* xdg = set("XDG_CACHE_HOME")) return fs::path(xdg) / "interleave";
  if (const char* home = set("HOME")) return fs::path(home) / ".cache" / "interleave";
  return fs::temp_directory_path() / "interleave";
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
  if (file.get() < 0)
    throw usage_error(fmt::format("cannot make a file in {}: {}; name another folder in INTERLEAVE_CACHE",
                                  path.parent_path().string(), std::strerror(errno)));
  try {
    constexpr std::uint64_t blocks_at_once = 256;
    std::vector<std::byte> buffer(blocks_at_once * test_file::block_bytes);
    for (std::uint64_t first = 0; first < blocks; first += blocks_at_once) {
      const std::uint64_t count = std::min(blocks_at_once, blocks - first);
      for (std::uint64_t i = 0; i < count; ++i)
        test_file::make_block(first + i, std::span(buffer).subspan(i * test_file::block_bytes, test_file::block_bytes));
      write_all(file.get(), std::span(buffer).first(count * test_file::block_bytes), path);
    }
    fs::rename(beside, path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace

test_file::test_file(std::size_t bytes) : blocks_((bytes + block_bytes - 1) / block_bytes) {
  const fs::path folder = cache_folder();
  path_ = folder / fmt::format("blocks-v1-{}", blocks_ * block_bytes);
  std::error_code missing;
  if (fs::file_size(path_, missing) == blocks_ * block_bytes && !missing) return;
  std::error_code refused;
  fs::create_directories(folder, refused);
  if (refused)
    throw usage_error(fmt::format("cannot make the folder {}: {}; name another in INTERLEAVE_CACHE", folder.string(),
                                  refused.message()));
  make_file(path_, blocks_);
}

}  // namespace interleave
