// Making, locking and removing scratch folders.
#include "workloads/scratch_folder.hpp"

#include "workloads/errors.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "interleave-scratch-";

fs::path parent_folder() {
  const char* const set = std::getenv("TMPDIR");
  return set != nullptr && *set == '/' ? set : "/tmp";
}

// Nothing where another process has it.
descriptor lock_of(const fs::path& folder) {
  descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (opened.get() >= 0 && ::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) opened.reset();
  return opened;
}

bool is_ours(const descriptor& folder) {
  struct stat information{};
  return ::fstat(folder.get(), &information) == 0 && information.st_uid == ::geteuid();
}

}  // namespace

scratch_folder::scratch_folder() {
  remove_abandoned_scratch_folders();
  // Locked before it gets the name by which abandoned ones are known.
  std::string made = parent_folder() / ".interleave-XXXXXX";
  if (::mkdtemp(made.data()) == nullptr)
    throw usage_error(fmt::format("cannot make a folder in {}: {}; name another folder in TMPDIR",
                                  parent_folder().string(), std::generic_category().message(errno)));
  lock_ = lock_of(made);
  path_ = parent_folder() / fmt::format("{}{}", prefix, made.substr(made.size() - 6));
  std::error_code failed;
  fs::rename(made, path_, failed);
  if (failed || lock_.get() < 0) {
    ::rmdir(made.c_str());
    throw usage_error(
        fmt::format("cannot lock a folder in {}; name another folder in TMPDIR", parent_folder().string()));
  }
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void remove_abandoned_scratch_folders() {
  std::error_code ignored;
  for (fs::directory_iterator each(parent_folder(), ignored); !ignored && each != fs::directory_iterator();
       each.increment(ignored)) {
    const fs::path& path = each->path();
    if (!path.filename().string().starts_with(prefix)) continue;
    const descriptor lock = lock_of(path);
    if (lock.get() < 0 || !is_ours(lock)) continue;
    std::error_code not_all;
    fs::remove_all(path, not_all);
  }
}

}  // namespace interleave
