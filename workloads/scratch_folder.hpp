// A folder for what a server needs while it runs: its configuration, its sockets, its data.
#pragma once

#include "workloads/io/descriptor.hpp"

#include <filesystem>

namespace interleave {

// Only this user may look into it. Its path is short, because the address of a Unix socket has 107 bytes.
class scratch_folder {
 public:
  // Makes one in $TMPDIR, else in /tmp, and removes those that were left behind. Throws usage_error where that can't
  // be.
  scratch_folder();
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  descriptor lock_;  // of the folder; a process that is killed loses it
};

// Removes this user's scratch folders whose processes are gone, without having come to remove them.
void remove_abandoned_scratch_folders();

}  // namespace interleave
