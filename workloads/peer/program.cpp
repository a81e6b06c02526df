// Looking through $PATH.
#include "workloads/peer/program.hpp"

#include <cstdlib>
#include <string>

#include <unistd.h>

namespace interleave {

std::optional<std::filesystem::path> program_named(std::string_view name) {
  const char* const set = std::getenv("PATH");
  const std::string folders = std::string(set != nullptr ? set : "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin";
  for (std::size_t from = 0; from <= folders.size();) {
    const std::size_t to = std::min(folders.find(':', from), folders.size());
    const std::filesystem::path found = std::filesystem::path(folders.substr(from, to - from)) / name;
    if (found.is_absolute() && ::access(found.c_str(), X_OK) == 0) return found;
    from = to + 1;
  }
  return std::nullopt;
}

}  // namespace interleave
