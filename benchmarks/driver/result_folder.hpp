// The folder of a run or a gate: made or taken, never one in which something of another's would be lost or mixed in.
#pragma once

#include <filesystem>
#include <string>

namespace interleave::driver {

// Makes `folder` where it isn't there. Throws usage_error where it holds a run, a gate, or any file by a name that
// either of them writes; storage_error where it can't be made.
void make_result_folder(const std::filesystem::path& folder);

// A new folder below `parent`: by this name, or where somebody has it already, with "-2", "-3" ... behind it. Throws
// storage_error.
std::filesystem::path make_fresh_folder(const std::filesystem::path& parent, const std::string& name);

// What refuses a second run or gate in the same folder.
[[noreturn]] void refuse_used_folder(const std::filesystem::path& folder, const char* holds);

}  // namespace interleave::driver
