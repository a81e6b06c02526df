// Files are written under a temporary name and renamed; reading uses all cores.
#include "tracking/history/folder_store.hpp"

#include "reports/errors.hpp"
#include "tracking/history/packed_run.hpp"
#include "workloads/io/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <optional>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave::tracking {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = ".run.gz";

[[noreturn]] void fail(std::string_view attempt, const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), fmt::format("cannot {} {}", attempt, path.string()));
}

// Empty if the file has gone since it was listed: another process may have pruned it.
std::optional<std::string> content_of(const fs::path& path) {
  // A FIFO without a writer would otherwise hold the opening up.
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail("read", path);
  if (!S_ISREG(status.st_mode))
    throw reports::input_error(path.string(), "", "is not a regular file", "Take it out of the history's folder");
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

void write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Writes the whole file or nothing. The temporary name is unique to this writer, as another may be writing the same
// run.
void write_new(const fs::path& path, std::string_view bytes) {
  std::random_device random;
  const fs::path beside =
      path.parent_path() / fmt::format(".{}.{:08x}{:08x}", path.filename().string(), random(), random());
  const descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) fail("write", path);
  try {
    write_all(file.get(), bytes, path);
    if (::fsync(file.get()) != 0) fail("write", path);
    if (std::rename(beside.c_str(), path.c_str()) != 0) fail("write", path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  // The new name is durable only once its folder has been synced.
  const descriptor folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
}

std::vector<std::string> ids_in(const fs::path& folder) {
  std::vector<std::string> ids;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(suffix) && !name.starts_with('.')) ids.push_back(name.substr(0, name.size() - suffix.size()));
  }
  std::ranges::sort(ids);
  return ids;
}

// A temporary file of a writer that was killed. No writer takes an hour for a file.
bool is_abandoned(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (!name.starts_with('.') || name.find(std::string(suffix) + '.') == std::string::npos) return false;
  std::error_code gone;
  const auto written = entry.last_write_time(gone);
  return !gone && fs::file_time_type::clock::now() - written > std::chrono::hours(1);
}

}  // namespace

folder_store::folder_store(fs::path folder) : folder_(std::move(folder)) {}

std::string folder_store::name() const {
  return folder_.string();
}

fs::path folder_store::file_of(const std::string& id) const {
  return folder_ / (id + std::string(suffix));
}

std::string folder_store::add(const history_run& run) {
  const packed_run packed = pack(run);
  fs::create_directories(folder_);
  const fs::path file = file_of(packed.id);
  if (content_of(file) != packed.bytes) write_new(file, packed.bytes);
  return packed.id;
}

history folder_store::load() const {
  if (!fs::is_directory(folder_)) throw no_history(name());
  const std::vector<std::string> ids = ids_in(folder_);
  return unpack_all(
      ids, [this](const std::string& id) { return file_of(id).string(); },
      [&](std::size_t index) { return content_of(file_of(ids[index])); });
}

std::vector<fs::path> folder_store::files() const {
  std::vector<fs::path> found;
  if (fs::is_directory(folder_))
    for (const std::string& id : ids_in(folder_)) found.push_back(file_of(id));
  return found;
}

void folder_store::prune(std::span<const std::string> ids) {
  for (const std::string& id : ids) fs::remove(file_of(id));
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_))
    if (is_abandoned(entry)) fs::remove(entry.path());
}

}  // namespace interleave::tracking
