// Choosing by the environment.
#include "workloads/cache_folder.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace interleave {

namespace fs = std::filesystem;

fs::path cache_folder() {
  const auto set = [](const char* name) -> const char* {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
  };
  if (const char* own = set("INTERLEAVE_CACHE")) return own;
  if (const char* xdg = set("XDG_CACHE_HOME")) return fs::path(xdg) / "interleave";
  if (const char* home = set("HOME")) return fs::path(home) / ".cache" / "interleave";
  // Others share that one, and what they make there is theirs.
  return fs::temp_directory_path() / fmt::format("interleave-{}", ::geteuid());
}

fs::path cached_test_file(std::uint64_t bytes) {
  return cache_folder() / fmt::format("blocks-v1-{}", bytes);
}

}  // namespace interleave
