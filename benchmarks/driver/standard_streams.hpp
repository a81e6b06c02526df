// The standard streams of a program with a command line.
#pragma once

#include <string_view>

namespace interleave::driver {

// Opens any of the three standard descriptors that is closed, so that no other file takes its number, and ignores
// signals by which a refused write would end the program. Call it first.
void settle_standard_streams();

// Writes all of it to standard output, or throws, e.g. if it is redirected to a full disk. A reader that has closed the
// pipe is no error.
void print_whole(std::string_view text);

// Messages beside the output, to standard error, made safe for a terminal. Never throws: if a message can't be written,
// the work goes on.
void say(std::string_view lines) noexcept;

}  // namespace interleave::driver
