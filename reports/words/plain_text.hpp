// Makes untrusted strings safe for outputs that interpret bytes, and measures width where columns must line up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::reports {

// One line in which nothing can move a cursor, change a colour or reorder text: control characters, direction marks and
// invalid UTF-8 are written as "\x1b"; line ends and tabs become spaces.
std::string printable(std::string_view text);

// The same for each line of a text.
std::string printable_lines(std::string_view text);

// JSON allows DEL and U+0080 to U+009F in strings, among them one that begins a terminal's sequences. Writes them as
// "\u009b".
std::string escape_controls_in_json(std::string_view json);

// Counts code points, which is the width of everything that the suite prints itself. Expects the output of printable().
std::size_t display_width(std::string_view text);

// ASCII replacements: "×" becomes "x" and so on; characters without one become "?".
std::string ascii_only(std::string_view text);

// Breaks at spaces; a longer word gets a line of its own, unbroken, so that it can be copied.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace interleave::reports
