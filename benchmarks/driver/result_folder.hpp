// The folder of a run or a gate: a new one, or an existing one in which no other run's files would be lost or mixed in.
#pragma once

#include <filesystem>
#include <string>

namespace interleave::driver {

// Makes `folder` if it doesn't exist. Throws usage_error if it holds a run, a gate, or any file with a name that either
// of them writes; storage_error if it can't be made.
void make_result_folder(const std::filesystem::path& folder);

// Makes a new folder in `parent` with this name, or, if that is taken, with "-2", "-3" ... appended. Throws
// storage_error.
std::filesystem::path make_fresh_folder(const std::filesystem::path& parent, const std::string& name);

// Throws the error that refuses a second run or gate in the same folder.
[[noreturn]] void refuse_used_folder(const std::filesystem::path& folder, const char* holds);

}  // namespace interleave::driver
