// What the user's terminal can show.
#pragma once

#include <string>

namespace interleave::cli {

enum class color_choice { automatic, always, never };

// Whether output to the file descriptor should be coloured. Automatic: on a terminal that is not dumb, unless a
// non-empty NO_COLOR is set (no-color.org).
bool wants_color(color_choice choice, int fd);
// A terminal on which a line can be rewritten.
bool is_live_terminal(int fd);
int columns_of(int fd, int otherwise);
// Whether characters beyond ASCII can be shown. For files and pipes this is assumed, as their readers expect UTF-8.
bool shows_unicode(int fd);

}  // namespace interleave::cli
