// What a process that failed printed last.
#pragma once

#include <string>
#include <string_view>

namespace interleave::driver {

// In both, the path of a sample's result file is as short as it can be.

// The last lines, at most 10 and 2,000 bytes.
std::string last_lines(std::string_view text);

// The last line that is not empty, at most 300 bytes and fit to be part of a sentence: control characters become '?'.
std::string last_line(std::string_view text);

// The text with control characters that a terminal would obey, all but tab and newline, replaced by '?'.
std::string without_controls(std::string_view text);

}  // namespace interleave::driver
