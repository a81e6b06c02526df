// Where a command's text goes.
#pragma once

#include <filesystem>
#include <string_view>

namespace interleave::cli {

// What a program can't rely on being there: the three standard descriptors, so that no file is opened in their place,
// and signals that would end it where a write is refused. Call it first.
void settle_standard_streams();

// To standard output, whole, or an exception: a redirected one may be on a disk that is full. A reader that has seen
// enough and gone is none.
void print_whole(std::string_view text);

// Lines beside the output, to standard error, made safe for a terminal. Never throws, and nothing depends on it: where
// a log can't be written, the work goes on.
void say(std::string_view lines) noexcept;

// The same for a sentence about the command, which begins with the program's name; nothing where it is empty.
void print_note(std::string_view sentence) noexcept;

// To the file, whole or not at all, or to standard output where `file` is empty or "-".
void write_to(const std::filesystem::path& file, std::string_view text);

}  // namespace interleave::cli
