// Queries the terminal and the environment.
#include "cli/console.hpp"

#include <cstdlib>
#include <string_view>

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace interleave::cli {
namespace {

std::string_view environment_of(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool is_live_terminal(int fd) {
  return ::isatty(fd) == 1 && environment_of("TERM") != "dumb";
}

bool wants_color(color_choice choice, int fd) {
  if (choice != color_choice::automatic) return choice == color_choice::always;
  return is_live_terminal(fd) && environment_of("NO_COLOR").empty();
}

int columns_of(int fd, int otherwise) {
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : otherwise;
}

bool shows_unicode(int fd) {
  return ::isatty(fd) != 1 || std::string_view(::nl_langinfo(CODESET)) == "UTF-8";
}

}  // namespace interleave::cli
