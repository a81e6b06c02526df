// What a process that failed printed last.
#pragma once

#include <string>
#include <string_view>

namespace interleave::driver {

// The last lines, at most 10 and 2,000 bytes.
std::string last_lines(std::string_view printed);

// The last line that is not empty, at most 300 bytes, as part of a sentence: control characters are '?'.
std::string last_line(std::string_view printed);

// A text's bytes with those replaced by '?' that a terminal would obey: control characters, but for tab and newline.
std::string without_controls(std::string_view text);

}  // namespace interleave::driver
