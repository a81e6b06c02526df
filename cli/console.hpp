// What the user's terminal can show.
#pragma once

#include <string>

namespace interleave::cli {

enum class color_choice { automatic, always, never };

// Whether output to the file descriptor should be coloured. Automatic: on a terminal that is not dumb, unless the
// environment has a NO_COLOR that is not empty (no-color.org).
bool wants_color(color_choice choice, int fd);
// A terminal on which a line can be rewritten.
bool is_live_terminal(int fd);
int columns_of(int fd, int otherwise);
// Whether characters beyond ASCII come out right. They do in files and pipes, whose readers expect UTF-8.
bool shows_unicode(int fd);

}  // namespace interleave::cli
