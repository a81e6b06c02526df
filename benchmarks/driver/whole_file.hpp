// Files that are either complete or unchanged: written under a temporary name, flushed to disk, then renamed. What
// can't be replaced like that, or isn't a regular file, is written to as a shell's ">" would.
#pragma once

#include <filesystem>
#include <string_view>

namespace interleave::driver {

// Symbolic links are followed, also to a file that doesn't exist yet. An existing file keeps its mode, owner, access
// control list and extended attributes. If a new file can't take its place with all of these (no permission in the
// folder, a mount point, a second hard link), the old one is written in place, once there is room for all of `text`.
// Devices and FIFOs are written to, and so are open descriptors such as /dev/stdout, at their position. Throws
// storage_error; also for block devices and sockets.
void write_file_durably(const std::filesystem::path& path, std::string_view text);

// The same for a new file. Returns false and changes nothing if the name exists, even as a dangling link.
bool create_file_durably(const std::filesystem::path& path, std::string_view text);

}  // namespace interleave::driver
