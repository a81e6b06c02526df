// Where files are kept that take long to make.
#pragma once

#include <cstdint>
#include <filesystem>

namespace interleave {

// $INTERLEAVE_CACHE, else $XDG_CACHE_HOME/interleave, else ~/.cache/interleave, else a folder of this user's own in
// that for temporary files.
std::filesystem::path cache_folder();

// The file in it of so many bytes that io_file_read reads, whether it is there or not.
std::filesystem::path cached_test_file(std::uint64_t bytes);

}  // namespace interleave
