// Where a command's text goes.
#pragma once

#include <filesystem>
#include <string_view>

namespace interleave::cli {

// To standard output, whole, or an exception: a redirected one may be on a disk that is full.
void print_whole(std::string_view text);

// A sentence beside the output, to standard error; nothing where there is none.
void print_note(std::string_view sentence);

// To the file, whole or not at all, or to standard output where `file` is empty or "-".
void write_to(const std::filesystem::path& file, std::string_view text);

}  // namespace interleave::cli
