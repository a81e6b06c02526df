// Writing beside the target and renaming, or in place where that is impossible.
#include "benchmarks/driver/whole_file.hpp"

#include "benchmarks/driver/files.hpp"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

namespace fs = std::filesystem;

// Errors that forbid making or renaming a file here, while writing to an existing one may still work. A full disk is
// not among them.
bool forbids_replacing(int error_number) {
  return error_number == EACCES || error_number == EPERM || error_number == EROFS || error_number == EBUSY ||
         error_number == EXDEV;
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

// A temporary file with a name of its own in the target's folder, removed unless it is renamed.
class file_beside {
 public:
  file_beside(const fs::path& target, mode_t mode) {
    std::random_device random;
    path_ = folder_of(target) / fmt::format(".interleave-{:08x}{:08x}", random(), random());
    file_ = descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    open_error_ = file_.get() < 0 ? errno : 0;
  }
  file_beside(const file_beside&) = delete;
  file_beside& operator=(const file_beside&) = delete;
  ~file_beside() {
    if (open_error_ == 0 && !renamed_) ::unlink(path_.c_str());
  }

  [[nodiscard]] int fd() const { return file_.get(); }
  [[nodiscard]] int open_error() const { return open_error_; }

  void fill(std::string_view text, const fs::path& shown_path) const {
    write_all(file_.get(), text, shown_path);
    if (::fsync(file_.get()) != 0) throw storage_error(shown_path, "write", errno);
  }

  // Returns 0 or errno.
  int rename_to(const fs::path& target, unsigned int flags = 0) {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), flags) != 0) return errno;
    renamed_ = true;
    // The new name itself is durable only once its folder is.
    const descriptor folder(::open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0) ::fsync(folder.get());
    return 0;
  }

 private:
  fs::path path_;
  descriptor file_;
  int open_error_ = 0;
  bool renamed_ = false;
};

bool is_own_descriptor(const fs::path& path) {
  std::error_code error;
  return fs::equivalent(folder_of(path), "/proc/self/fd", error);
}

// Where symbolic links lead, whether the target exists or not. Descriptors of this process aren't followed further.
fs::path end_of_links(fs::path path) {
  constexpr int most_links = 40;  // as in the kernel
  std::error_code error;
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(path, error)) && !is_own_descriptor(path); ++i) {
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}

// The number in "/dev/stdout" or "/dev/fd/63". Opening such a name anew could truncate the file behind it.
std::optional<int> own_descriptor(const fs::path& end) {
  if (!is_own_descriptor(end)) return std::nullopt;
  const std::string name = end.filename();
  int number = -1;
  const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || rest != name.data() + name.size()) return std::nullopt;
  return number;
}

// Names of a file's extended attributes, including its access control list, but not those of security modules, which
// the system sets itself. Empty if there are none.
std::vector<std::string> attributes_of(int fd) {
  std::vector<char> names(65'536);  // the largest list that Linux returns
  const ssize_t size = ::flistxattr(fd, names.data(), names.size());
  std::vector<std::string> attributes;
  for (ssize_t begin = 0; begin < size;) {
    std::string name(names.data() + begin);
    begin += static_cast<ssize_t>(name.size()) + 1;
    if (!name.starts_with("security.")) attributes.push_back(std::move(name));
  }
  return attributes;
}

// Returns false if this process lacks the permission.
bool copy_owner_and_mode(int from, const struct stat& old, int to) {
  struct stat fresh{};
  if (::fstat(to, &fresh) != 0) return false;
  const bool other_owner = fresh.st_uid != old.st_uid || fresh.st_gid != old.st_gid;
  if (other_owner && ::fchown(to, old.st_uid, old.st_gid) != 0) return false;
  if (::fchmod(to, old.st_mode & 07777U) != 0) return false;
  std::vector<char> value(65'536);  // the largest value that Linux allows
  for (const std::string& name : attributes_of(from)) {
    const ssize_t size = ::fgetxattr(from, name.c_str(), value.data(), value.size());
    if (size < 0 || ::fsetxattr(to, name.c_str(), value.data(), static_cast<std::size_t>(size), 0) != 0) return false;
  }
  return true;
}

// Replaces the regular file that is open as `old_file` by a new one; false if it has to be written in place.
bool replace(const fs::path& target, std::string_view text, int old_file, const struct stat& old,
             const fs::path& shown_path) {
  struct stat there{};
  const bool is_reached =
      ::lstat(target.c_str(), &there) == 0 && there.st_dev == old.st_dev && there.st_ino == old.st_ino;
  if (!is_reached || old.st_nlink != 1) return false;
  file_beside fresh(target, 0600);
  if (fresh.open_error() != 0) {
    if (forbids_replacing(fresh.open_error())) return false;
    throw storage_error(shown_path, "write", fresh.open_error());
  }
  if (!copy_owner_and_mode(old_file, old, fresh.fd())) return false;
  fresh.fill(text, shown_path);
  const int error_number = fresh.rename_to(target);
  if (error_number != 0 && !forbids_replacing(error_number)) throw storage_error(shown_path, "replace", error_number);
  return error_number == 0;
}

void overwrite(int file, off_t old_size, std::string_view text, const fs::path& shown_path) {
  // Allocate the space first, so that a full disk does not destroy the old content. Not every file system can promise
  // it. One that runs out of room leaves the file as long as it got until then.
  const auto size = static_cast<off_t>(text.size());
  if (size > 0 && ::fallocate(file, 0, 0, size) != 0 && errno != EOPNOTSUPP && errno != ENOSYS) {
    const int error_number = errno;
    [[maybe_unused]] const int not_given_back = ::ftruncate(file, old_size);
    throw storage_error(shown_path, "write", error_number);
  }
  write_all(file, text, shown_path);
  if (::ftruncate(file, size) != 0 || ::fsync(file) != 0) throw storage_error(shown_path, "write", errno);
}

void create(const fs::path& target, std::string_view text, const fs::path& shown_path) {
  file_beside fresh(target, 0666);
  if (fresh.open_error() != 0) throw storage_error(shown_path, "write", fresh.open_error());
  fresh.fill(text, shown_path);
  if (const int error_number = fresh.rename_to(target); error_number != 0)
    throw storage_error(shown_path, "write", error_number);
}

}  // namespace

void write_file_durably(const fs::path& path, std::string_view text) {
  const fs::path target = end_of_links(path);
  if (const auto own = own_descriptor(target)) return write_all(*own, text, path);

  const descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0 && errno == ENOENT) return create(target, text, path);
  const int open_error = errno;
  std::error_code unknown;
  if (file.get() < 0 && fs::is_socket(path, unknown))
    throw storage_error(path, "write", "it is a socket; name a file or a FIFO");
  if (file.get() < 0) throw storage_error(path, "write", open_error);
  struct stat found{};
  if (::fstat(file.get(), &found) != 0) throw storage_error(path, "write", errno);
  if (S_ISBLK(found.st_mode)) throw storage_error(path, "write", "it is a block device; name a file");
  if (!S_ISREG(found.st_mode)) return write_all(file.get(), text, path);
  if (!replace(target, text, file.get(), found, path)) overwrite(file.get(), found.st_size, text, path);
}

bool create_file_durably(const fs::path& path, std::string_view text) {
  file_beside fresh(path, 0666);
  if (fresh.open_error() != 0) throw storage_error(path, "write", fresh.open_error());
  fresh.fill(text, path);
  int error_number = fresh.rename_to(path, RENAME_NOREPLACE);
  // Some network file systems don't support this.
  if (error_number == EINVAL) {
    std::error_code ignored;
    error_number = fs::exists(fs::symlink_status(path, ignored)) ? EEXIST : fresh.rename_to(path);
  }
  if (error_number != 0 && error_number != EEXIST) throw storage_error(path, "write", error_number);
  return error_number == 0;
}

}  // namespace interleave::driver
