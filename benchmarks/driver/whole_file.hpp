// Files that are whole or as they were before: written beside, flushed to the disk, renamed into place. What can't be
// replaced like that, or isn't a file, is written to as a shell's ">" would.
#pragma once

#include <filesystem>
#include <string_view>

namespace interleave::driver {

// Symbolic links are followed, also to a file that isn't there yet. A file that is there keeps its mode, owner, access
// control list and extended attributes. Where a new one can't take its place with all of these (no permission in the
// folder, a mount point, a second hard link), it is written in place, once there is room for all of `text`. Devices and
// FIFOs are written to, and so are open descriptors such as /dev/stdout, at their position. Throws storage_error; also
// for block devices and sockets.
void write_file_durably(const std::filesystem::path& path, std::string_view text);

// The same for a name that nothing has, not even a dangling link. False where something has it, which is left alone.
bool create_file_durably(const std::filesystem::path& path, std::string_view text);

}  // namespace interleave::driver
